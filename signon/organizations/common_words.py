"""Words that many organizations have in their names, so that sharing them says little. Data, English and Spanish.

Every line holds spellings and translations of one word; names are compared as if all were written like the first. The
words come from general knowledge of how such bodies are called, not from anybody's register: a small register has bad
statistics.
"""

# Joining words: they are left out, except as the last word of a name.
JOINING = "the of for and in to a an at on by with from de del la las los el y e en para por con un una al do da e et"

# In nearly every name: sharing one says almost nothing.
VERY_COMMON = """
center centre centers ctr cntr cntre centro
coalition coalicion
alliance alianza
network ntwk netwk
project proyecto proj
program programme programa prog
association asociacion assn assoc
committee comite cmte cttee
council consejo cncl concilio
union sindicato
federation federacion
society sociedad
initiative iniciativa
movement movimiento
campaign campana
collective colectivo colectiva
community comunidad comunitario comunitaria
service servicio svc svcs
clinic clinica
school escuela
university universidad univ
college colegio
department departamento dept depto
church iglesia
chapter capitulo
branch
local
state estatal
law ley
legal
lawyer abogado abogada attorney
justice justicia
right derecho rts
human humano humana
civil
immigrant immigration inmigrante inmigracion
migrant migrante migration migracion
refugee refugiado refugiada
worker trabajador trabajadora
labor labour
women woman mujer womens
people pueblo peoples
family familia
child children nino nina childrens
youth joven
student estudiante
public publico publica
policy politica
american americano americana
united unido unida
new nuevo nueva
advocate
defense defence defensa
resource recurso
support apoyo
health salud
housing vivienda
aid
development desarrollo
training
leadership liderazgo
club
league liga
conference
house
partnership
government govt gobierno
academy academia
district distrito dist
cooperative coop cooperativa
"""

# Frequent, but already telling: two of them weigh as much as one rare word.
COMMON = """
freedom
faith
peace
hope
equality
equity
democracy democracia democratic
power
voice
border frontera
detention detencion
asylum asilo
sanctuary santuario
dream
liberation
welcome
bridge
life
future
change
city ciudad
county condado
street
area
capital
north norte
south sur
east este
west oeste
northern
southern
eastern
western
northeast noreste
northwest noroeste
southeast sureste
southwest suroeste
midwest
central
greater
region regional
latino latina latinx latine
black
asian asiatico asiatica
queer
trans transgender
indigenous indigena
jewish
catholic catolica
christian cristiana
methodist
lutheran
unitarian
friend
neighbor neighbour vecino vecina
neighborhood neighbourhood barrio
social
economic
environmental
climate
racial
gender genero
disability
information informacion
relief
open
media
world mundial
earth
citizen citizenship
voter
congress
care
mutual
we
our nuestro nuestra
my
interfaith
ministry ministerio
employment
teacher
nurse
farmworker campesino campesina
domestic
day
labourer laborer jornalero jornalera
poverty
prison
parent
mother
working
rising
solidarity solidaridad
organizing
mobilization
empowerment
watch
exchange
research
studies
civic
veteran vet
lgbt lgbtq lgbtqi lgbtqia glbt
library biblioteca
museum museo
theater theatre teatro
hospital
test
fake
example
sample
demo
"""

# What says where in a body somebody sits, and no more.
FILLING = """
national nacional natl
international internacional intl
organization organisation org organizacion
group grupo
office oficina
headquarters headquarter hq
official oficial
team equipo
staff
member miembro
board
director directora
global worldwide
nationwide
main
now
real
original
partner
ally allies aliado
us usa america
company co
corporation corp
inc incorporated
llc
ltd limited
"""

# Words that stand for more than one.
SHORT_FORMS = """
st: saint street
comm: community committee commission
america: us american
dr: doctor drive
"""

# The arms that the law makes bodies keep apart. They are affiliates: others, and yet of the same house.
ARMS = """
action accion
fund fondo
foundation fundacion fdn fndn
institute instituto inst
education educacion educational ed
advocacy abogacia
political
pac
vote votes
victory
c4 501c4
trust
"""

# The number in a name, as a word: other numbers are other bodies.
NUMBERS = """
1 one
2 two dos
3 three tres
4 four cuatro
5 five cinco
6 six seis
7 seven siete
8 eight ocho
9 nine nueve
10 ten diez
1st first primero primera
2nd second segundo segunda
3rd third tercero tercera
4th fourth cuarto cuarta
5th fifth quinto quinta
6th sixth sexto sexta
7th seventh
8th eighth
9th ninth
10th tenth
11th eleventh
12th twelfth
"""

# Legal forms at the end of a name. Those on the first line are nothing else, wherever they stand there.
SURE_LEGAL_FORMS = """
inc incorporated
llc
ltd
pllc
llp
pbc
gmbh ggmbh
501c3
"""
# These are also words or initials: whoever leaves one out may mean another organization.
OTHER_LEGAL_FORMS = "corp corporation limited ev ac sa cv nfp npo asbl cic bv srl ltda"

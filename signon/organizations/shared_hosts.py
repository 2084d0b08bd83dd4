"""Domains on which anyone may open a site or a mailbox, so that an address there proves no organization. Data.

It exists because the lists that proof rests on (the public suffixes, free mail and throw-away mail) lack these: each is
here only because none of them knew it when it was added. A company that owns one of them waits for a person instead.
"""

SITES = """
facebook.com instagram.com linkedin.com twitter.com x.com tiktok.com youtube.com bsky.app threads.net mastodon.social
wordpress.com blogspot.com tumblr.com medium.com substack.com wix.com wixsite.com squarespace.com weebly.com google.com
github.com github.io jimdofree.com strikingly.com godaddysites.com actionnetwork.org nationbuilder.com linktr.ee
carrd.co bit.ly tinyurl.com t.me groups.io yahoogroups.com neocities.org change.org wikipedia.org reddit.com meetup.com
eventbrite.com gofundme.com patreon.com discord.gg
"""

MAILBOXES = """
tutanota.com tutanota.de tuta.com tuta.io tutamail.com keemail.me hey.com mailbox.org mailbox.in startmail.com
vivaldi.net murena.io e.email kolabnow.com mykolab.com countermail.com gmx.us onmail.com skiff.com ctemplar.com
lavabit.com unseen.is msgsafe.io mailo.com criptext.com eclipso.eu eclipso.de ik.me ikmail.com swisscows.email
polarismail.com zohomail.eu subspacemail.com secmail.pro onionmail.org
"""

# Kept by movements and by friends of small machines for whoever asks.
FRIENDS = """
riseup.net disroot.org autistici.org inventati.org systemli.org systemausfall.org resist.ca aktivix.org so36.net
immerda.ch espiv.net no-log.org sindominio.net nodo50.org igc.org dismail.de cock.li airmail.cc firemail.cc teknik.io
sdf.org tilde.club tilde.team envs.net nerdshack.com uucp.no
"""

# Addresses that hand mail on to another one.
RELAYS = """
mozmail.com firefox.com appleid.com simplelogin.com simplelogin.co simplelogin.fr slmail.me slmails.com silomails.com
aleeas.com 8alias.com 8shield.net dralias.com passmail.net passinbox.com passfwd.com anonaddy.me anonaddy.com addy.io
"""

# Mail that comes with a connection at home.
CARRIERS = """
spectrum.net optimum.net suddenlink.net centurylink.net sympatico.ca insightbb.com mediacombb.net nvbell.net
netcom.com speakeasy.net dslextreme.com sonic.net panix.com well.com
"""

SHARED_HOSTS = frozenset(" ".join((SITES, MAILBOXES, FRIENDS, RELAYS, CARRIERS)).split())

"""The demo's network services."""

from __future__ import annotations

from ecc_tui.backend.sql.demo.services.making import (
    ALL_OFFERS,
    CLOUD_AVENUE,
    FLEXIBLE_ENGINE,
    MONTH,
    ONCE,
    choice,
    choices,
    contact,
    day,
    element,
    long_text,
    number,
    paragraphs,
    phone,
    price,
    remarks,
    service,
    text,
    when,
    yes_no,
)

CATEGORY = "network"

_DIRECT = service(
    "direct-connect",
    CATEGORY,
    (CLOUD_AVENUE, FLEXIBLE_ENGINE),
    ("Raccordement direct", "Direct connect"),
    (
        "Une liaison privée entre votre réseau et la plateforme, sans passer par Internet.",
        "A private line between your network and the platform, without the Internet.",
    ),
    paragraphs(
        (
            "La liaison part de votre site ou d’un point de présence et aboutit dans vos réseaux virtuels. Le débit "
            "est garanti, la latence mesurée et publiée chaque mois.",
            "The line starts at your site or a point of presence and ends in your virtual networks. Its rate is "
            "guaranteed, its latency measured and published every month.",
        ),
        (
            "Avec la redondance, une seconde liaison emprunte un autre chemin et un autre équipement ; la bascule est "
            "automatique.",
            "With redundancy, a second line takes another path and other equipment; it takes over by itself.",
        ),
    ),
    paragraphs(
        (
            "Engagement de douze mois. Une étude d’éligibilité précède tout raccordement ; si elle échoue, rien n’est "
            "dû.",
            "Twelve months' commitment. A feasibility study comes first; if it fails, nothing is due.",
        ),
    ),
    30,
    (
        price("setup", "Raccordement", "Connection", "1850", ONCE),
        price("rate-100", "Liaison 100 Mbit/s", "Line, 100 Mbit/s", "240", MONTH, condition=when("rate", "100")),
        price("rate-1000", "Liaison 1 Gbit/s", "Line, 1 Gbit/s", "620", MONTH, condition=when("rate", "1000")),
        price("rate-10000", "Liaison 10 Gbit/s", "Line, 10 Gbit/s", "2150", MONTH, condition=when("rate", "10000")),
        price("second", "Seconde liaison", "Second line", "480", MONTH, condition=when("redundant", "yes")),
    ),
    (
        choice("rate", "Débit", "Rate", (("100", "100 Mbit/s", "100 Mbit/s"), ("1000", "1 Gbit/s", "1 Gbit/s"),
               ("10000", "10 Gbit/s", "10 Gbit/s")), mandatory=True, default="1000"),
        choice("end", "Point de départ", "Starting point", (("site", "Notre site", "Our site"),
               ("presence", "Point de présence", "Point of presence")), mandatory=True, default="site"),
        long_text("address", "Adresse du site", "Address of the site", mandatory=True, condition=when("end", "site"),
                  longest=300),
        phone("site-phone", "Téléphone du site", "Telephone of the site",
              ("Pour le passage du technicien.", "For the technician's visit."), mandatory=True,
              condition=when("end", "site")),
        choice("presence", "Point de présence", "Point of presence", (("paris-1", "Paris 1", "Paris 1"),
               ("paris-2", "Paris 2", "Paris 2"), ("lyon", "Lyon", "Lyon")), mandatory=True,
               condition=when("end", "presence")),
        yes_no("redundant", "Liaison redondante", "Redundant line", mandatory=True, default="yes"),
        number("vlan", "VLAN", "VLAN", "2", "4094", mandatory=True),
        text("network", "Réseau annoncé", "Announced network", ("Par exemple 10.0.0.0/16.",
             "For instance 10.0.0.0/16."), mandatory=True, format="network"),
        number("as-number", "Numéro d’AS", "AS number", "1", "4294967294",
               ("Laisser vide pour un routage statique.", "Empty for static routing.")),
        contact(),
        remarks(),
    ),
)  # fmt: skip

_VPN = service(
    "vpn-gateway",
    CATEGORY,
    ALL_OFFERS,
    ("Passerelle VPN", "VPN gateway"),
    (
        "Un tunnel IPsec chiffré entre un de vos sites et vos réseaux dans le cloud.",
        "An encrypted IPsec tunnel between one of your sites and your networks in the cloud.",
    ),
    paragraphs(
        (
            "La passerelle est redondante et tient jusqu’à dix tunnels. La clé partagée est échangée par le canal "
            "habituel, jamais dans un formulaire.",
            "The gateway is redundant and holds up to ten tunnels. The shared key is exchanged by the usual channel, "
            "never in a form.",
        ),
        (
            "L’état des tunnels est visible dans la console, avec une alerte à chaque coupure de plus d’une minute.",
            "The state of the tunnels shows in the console, with an alert for every cut of over a minute.",
        ),
    ),
    paragraphs(
        (
            "IKEv2 et AES-256 au minimum ; les algorithmes obsolètes sont refusés.",
            "IKEv2 and AES-256 at least; obsolete algorithms are refused.",
        ),
    ),
    3,
    (
        price("setup", "Mise en service", "Commissioning", "350", ONCE),
        price("tunnel", "Tunnel IPsec", "IPsec tunnel", "62", MONTH, times="tunnels", unit=("tunnel", "tunnel")),
    ),
    (
        text("site", "Nom du site", "Name of the site", mandatory=True, longest=80),
        text("gateway", "Adresse publique de la passerelle", "Public address of the gateway", mandatory=True,
             format="address"),
        number("tunnels", "Nombre de tunnels", "Number of tunnels", "1", "10", mandatory=True, default="1"),
        text("remote-network", "Réseau distant", "Remote network", ("Par exemple 192.168.10.0/24.",
             "For instance 192.168.10.0/24."), mandatory=True, format="network"),
        text("local-network", "Réseau dans le cloud", "Network in the cloud", mandatory=True, format="network"),
        choice("encryption", "Chiffrement", "Encryption", (("aes-256-gcm", "AES-256-GCM", "AES-256-GCM"),
               ("aes-256-cbc", "AES-256-CBC, SHA-384", "AES-256-CBC, SHA-384")), mandatory=True,
               default="aes-256-gcm"),
        contact(),
        remarks(),
    ),
)  # fmt: skip

_ADDRESSES = service(
    "ip-addresses",
    CATEGORY,
    ALL_OFFERS,
    ("Adresses IP supplémentaires", "Additional IP addresses"),
    (
        "Des adresses publiques fixes pour vos machines, vos répartiteurs et vos bornes.",
        "Fixed public addresses for your machines, balancers and terminals.",
    ),
    paragraphs(
        (
            "Les adresses sont réservées à votre contrat tant que vous les gardez et peuvent passer d’une ressource à "
            "l’autre sans délai.",
            "The addresses stay reserved for your contract as long as you keep them, and can move from one resource to "
            "another at once.",
        ),
        (
            "La résolution inverse est déclarée pour vous à partir du nom que vous donnez.",
            "Reverse resolution is set up for you from the name that you give.",
        ),
    ),
    paragraphs(
        (
            "Au-delà de 32 adresses IPv4, une justification est demandée. Les adresses IPv6 sont gratuites.",
            "Beyond 32 IPv4 addresses a justification is asked for. IPv6 addresses are free.",
        ),
    ),
    1,
    (
        price("address", "Adresse IPv4 publique", "Public IPv4 address", "3.65", MONTH, times="addresses",
              unit=("adresse", "address"), condition=when("version", "ipv4")),
    ),
    (
        choice("version", "Version", "Version", (("ipv4", "IPv4", "IPv4"), ("ipv6", "IPv6, préfixe /64",
               "IPv6, /64 prefix")), mandatory=True, default="ipv4"),
        number("addresses", "Nombre d’adresses", "Number of addresses", "1", "256", mandatory=True, default="1"),
        long_text("use", "Usage prévu", "Intended use", longest=1_000),
        yes_no("reverse", "Résolution inverse", "Reverse resolution", default="no"),
        text("host-name", "Nom à déclarer", "Name to declare", mandatory=True, format="host-name",
             condition=when("reverse", "yes")),
        contact(),
    ),
)  # fmt: skip

_BALANCER = service(
    "load-balancer",
    CATEGORY,
    ALL_OFFERS,
    ("Répartiteur de charge", "Load balancer"),
    (
        "Un répartiteur dédié, avec terminaison TLS et contrôle de santé de vos serveurs.",
        "A balancer of your own, with TLS termination and health checks of your servers.",
    ),
    paragraphs(
        (
            "Le répartiteur distribue le trafic entre plusieurs zones et retire de lui-même un serveur qui ne répond "
            "plus.",
            "The balancer spreads traffic over several zones and by itself takes out a server that no longer answers.",
        ),
        (
            "Les certificats sont renouvelés automatiquement lorsqu’ils proviennent de notre autorité.",
            "Certificates are renewed automatically where they come from our authority.",
        ),
    ),
    paragraphs(
        (
            "Le trafic sortant est facturé à la consommation.",
            "Outgoing traffic is invoiced by consumption.",
        ),
    ),
    2,
    (
        price("balancer", "Répartiteur de charge dédié", "Dedicated load balancer", "74.90", MONTH),
        price("filter", "Pare-feu applicatif", "Web application firewall", "59", MONTH,
              condition=when("filter", "yes")),
        price("address", "Adresse IPv4 publique", "Public IPv4 address", "3.65", MONTH,
              condition=when("exposure", "public")),
    ),
    (
        text("name", "Nom", "Name", mandatory=True, format="identifier", longest=40),
        choice("exposure", "Exposition", "Exposure", (("public", "Internet", "Internet"),
               ("private", "Réseau privé", "Private network")), mandatory=True, default="public"),
        text("host-name", "Nom de domaine", "Host name", mandatory=True, format="host-name",
             condition=when("exposure", "public")),
        choices("protocols", "Protocoles", "Protocols", (("https", "HTTPS", "HTTPS"), ("http", "HTTP redirigé",
                "HTTP, redirected"), ("tcp", "TCP", "TCP")), mandatory=True, default=("https",)),
        number("port", "Port TCP", "TCP port", "1", "65535", mandatory=True, condition=when("protocols", "tcp")),
        number("interval", "Contrôle de santé toutes les", "Health check every", "2", "300", default="5",
               unit=("secondes", "seconds")),
        yes_no("filter", "Pare-feu applicatif", "Web application firewall", default="no",
               condition=when("protocols", "https", "http")),
        element("servers", "Serveurs derrière", "Servers behind it"),
        day("wished", "Date souhaitée", "Wished date"),
        contact(),
    ),
)  # fmt: skip

SERVICES = (_DIRECT, _VPN, _ADDRESSES, _BALANCER)

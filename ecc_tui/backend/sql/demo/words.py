"""Words from which the large demo makes its names and titles: some in every tenth title, some in one of thousands."""

from __future__ import annotations

FIRST_NAMES = (
    "Adèle", "Aïcha", "Alain", "Alice", "Amélie", "Anaïs", "André", "Anne", "Antoine", "Arnaud", "Aurélie",
    "Aurélien", "Baptiste", "Béatrice", "Benoît", "Bertrand", "Camille", "Caroline", "Cécile", "Chloé", "Claire",
    "Clémence", "Clément", "Corinne", "Damien", "Daniel", "Delphine", "Denis", "Élise", "Élodie", "Émile", "Emma",
    "Éric", "Estelle", "Étienne", "Fabien", "Fanny", "Fatou", "Félix", "Florence", "François", "Frédéric", "Gaëlle",
    "Gaspard", "Geneviève", "Gérard", "Grégoire", "Guillaume", "Hélène", "Henri", "Hugo", "Inès", "Irène", "Isabelle",
    "Jacques", "Jérôme", "Joël", "Joséphine", "Julien", "Karim", "Laëtitia", "Laure", "Léa", "Léon", "Loïc", "Louise",
    "Lucas", "Lydie", "Maëva", "Malik", "Manon", "Margaux", "Marius", "Mathilde", "Maxime", "Mélanie", "Michel",
    "Mireille", "Nadia", "Nathalie", "Nicolas", "Noémie", "Océane", "Olivier", "Ousmane", "Pascal", "Patrice", "Paul",
    "Perrine", "Philippe", "Pierre", "Quentin", "Rachel", "Raphaël", "Rémi", "Renée", "Robin", "Romane", "Sabine",
    "Salomé", "Samuel", "Sébastien", "Simon", "Solène", "Sophie", "Stéphane", "Sylvie", "Théo", "Thérèse", "Thibault",
    "Timothée", "Valérie", "Victor", "Vincent", "Viviane", "Wendy", "Xavier", "Yasmine", "Yves", "Zoé",
)  # fmt: skip

LAST_NAMES = (
    "Abadie", "Allard", "Amiot", "Arnoux", "Aubert", "Auclair", "Barbier", "Baudry", "Bazin", "Béguin", "Bénard",
    "Berthelot", "Besson", "Bigot", "Blondel", "Boisvert", "Bonnard", "Bouchet", "Boulanger", "Bourgeois", "Bréchet",
    "Brunel", "Caillaud", "Carlier", "Cartier", "Castel", "Chabert", "Chauvin", "Chevalier", "Colin", "Cordier",
    "Cormier", "Courtois", "Cousin", "Crépin", "Daguerre", "Delaunay", "Delmas", "Denoël", "Deschamps", "Devaux",
    "Diallo", "Dubois", "Duchêne", "Dumas", "Dupré", "Durand", "Estève", "Fabre", "Faucher", "Ferrand", "Fontaine",
    "Forestier", "Fournier", "Gagné", "Gaillard", "Gautier", "Gérard", "Gilbert", "Girault", "Godard", "Gosselin",
    "Granger", "Grenier", "Guérin", "Guichard", "Hamelin", "Hardy", "Hébert", "Hérault", "Huet", "Imbert", "Jacquet",
    "Jolivet", "Joubert", "Julien", "Keïta", "Labbé", "Lacombe", "Lagarde", "Lambert", "Langlois", "Laurent",
    "Leblanc", "Leclère", "Lefort", "Lejeune", "Lemaître", "Leroux", "Lévêque", "Loiseau", "Maréchal", "Marchand",
    "Masson", "Mercier", "Méunier", "Michaud", "Monnier", "Moreau", "Moulin", "Nadeau", "Navarro", "Neveu", "Noël",
    "Ollivier", "Pagès", "Paquet", "Parent", "Pasquier", "Péchard", "Pelletier", "Perrin", "Petit", "Picard",
    "Poirier", "Prévost", "Raynaud", "Régnier", "Renard", "Renaud", "Rivière", "Robin", "Rolland", "Roussel", "Royer",
    "Sabatier", "Salmon", "Sauvage", "Séguin", "Simonet", "Tanguy", "Tessier", "Thibaud", "Traoré", "Trémblay",
    "Vallée", "Vasseur", "Verdier", "Vidal", "Villard", "Vincent", "Voisin", "Zeller",
)  # fmt: skip

TRADES = (
    "Logistique", "Énergies", "Assurances", "Conseil", "Santé", "Transports", "Édition", "Industries", "Distribution",
    "Télécoms", "Agroalimentaire", "Hôtellerie", "Ingénierie", "Textile", "Média", "Pharma", "Mobilité", "Immobilier",
    "Sécurité", "Aéronautique",
)  # fmt: skip

USES = (
    "Production", "Préproduction", "Recette", "Sauvegarde", "Site marchand", "Entrepôt de données", "Messagerie", "ERP",
    "Data platform", "Disaster recovery", "Development", "Archive", "Intranet", "Téléphonie", "Applications mobiles",
)  # fmt: skip

TITLES_FRENCH: tuple[tuple[str, ...], ...] = (
    (
        "Ajouter", "Supprimer", "Étendre", "Déplacer", "Restaurer", "Redémarrer", "Mettre à jour", "Vérifier",
        "Réduire", "Remplacer", "Sécuriser", "Documenter",
    ),
    (
        "la règle de pare-feu", "le volume de données", "la sauvegarde", "le serveur", "la machine virtuelle",
        "le certificat TLS", "le répartiteur de charge", "la base PostgreSQL", "le tunnel VPN", "la zone DNS",
        "le cluster Kubernetes", "l’accès réseau", "la supervision", "le stockage objet", "la clé de chiffrement",
        "l’adresse IP publique",
    ),
    (
        "de la production", "de la recette", "du site de Lyon", "du siège", "de la paie", "de l’équipe données",
        "du portail client", "de l’intranet", "des entrepôts", "du centre d’appels", "de la comptabilité",
        "du service après-vente", "de la région Île-de-France", "des magasins", "du bureau de Genève",
        "de l’application mobile",
    ),
)  # fmt: skip

TITLES_ENGLISH: tuple[tuple[str, ...], ...] = (
    (
        "Add", "Remove", "Extend", "Move", "Restore", "Restart", "Upgrade", "Check", "Resize", "Replace", "Secure",
        "Document",
    ),
    (
        "the firewall rule", "the data volume", "the backup", "the server", "the virtual machine",
        "the TLS certificate", "the load balancer", "the PostgreSQL database", "the VPN tunnel", "the DNS zone",
        "the Kubernetes cluster", "the network access", "the monitoring", "the object storage", "the encryption key",
        "the public address",
    ),
    (
        "of production", "of staging", "of the Lyon site", "of head office", "of payroll", "of the data team",
        "of the customer portal", "of the intranet", "of the warehouses", "of the call centre", "of accounting",
        "of after-sales", "of the Nordic region", "of the shops", "of the Geneva office", "of the mobile app",
    ),
)  # fmt: skip

SYLLABLES = (
    ("Al", "Bré", "Cor", "Dal", "Él", "Fan", "Gal", "Hér", "Is", "Jo", "Kal", "Lu", "Mer", "Nor", "Or", "Pha", "Qui",
     "Ré", "Sol", "Tal", "Ul", "Vé", "Xan", "Ys", "Zé"),
    ("ba", "ce", "di", "fo", "ga", "ly", "mi", "no", "pé", "ra", "si", "to", "vu"),
    ("nor", "tis", "lia", "mond", "phyr", "quin", "rane", "sol", "vane", "xis", "zéa", "dor", "gard", "line"),
)  # fmt: skip
"""Names of projects: each of some 4 500 stands in few titles."""

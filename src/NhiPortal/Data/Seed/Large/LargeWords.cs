namespace NhiPortal.Data.Seed.Large;

/// <summary>The words that names of the large organisation are put together from, so that sorting and searching mean something.</summary>
internal static class LargeWords
{
    public static readonly string[] Areas =
    [
        "Accounts", "Audit", "Backup", "Badge", "Billing", "Branch", "Campaign", "Catalogue", "Certificate", "Claims", "Cloud", "Contract", "Credit", "Customer",
        "Database", "Delivery", "Device", "Directory", "Document", "Expense", "Facility", "Fleet", "Forecast", "Freight", "Gateway", "Identity", "Incident", "Invoice",
        "Ledger", "Licence", "Loyalty", "Mail", "Network", "Order", "Partner", "Payroll", "Planning", "Pricing", "Printer", "Project", "Purchase", "Quality", "Recruiting",
        "Release", "Returns", "Risk", "Sales", "Sensor", "Shift", "Stock", "Storage", "Supplier", "Support", "Tax", "Telephone", "Ticket", "Training", "Travel", "Treasury", "Warehouse",
    ];

    public static readonly string[] Tasks =
    [
        "Access", "Approval", "Archive", "Balance", "Cleanup", "Close", "Copy", "Dispatch", "Enrolment", "Export", "Feed", "Import", "Index", "Intake", "Inventory",
        "Lookup", "Match", "Merge", "Migration", "Mirror", "Monitor", "Notice", "Onboarding", "Patch", "Publish", "Quota", "Reconciliation", "Refresh", "Report", "Restore",
        "Review", "Rollout", "Rotation", "Routing", "Schedule", "Sign-off", "Snapshot", "Sweep", "Sync", "Triage",
    ];

    public static readonly string[] Forms = ["Agent", "Bot", "Bridge", "Connector", "Flow", "Job", "Robot", "Runner", "Script", "Worker"];

    public static readonly string[] FirstNames =
    [
        "Adaeze", "Agnieszka", "Aiko", "Alejandro", "Amina", "Ananya", "Anders", "Aylin", "Bao", "Birgit", "Bogdan", "Camille", "Chidi", "Ciara", "Daniela", "Dmitri", "Eilidh", "Elena",
        "Emeka", "Farid", "Fernanda", "Giulia", "Gunnar", "Hakan", "Haruto", "Ifeoma", "Ilse", "Ines", "Ishaan", "Ivana", "Jamal", "Jiho", "Joao", "Kaito", "Katarina", "Kofi", "Leila",
        "Liam", "Linnea", "Magda", "Malik", "Marit", "Mehmet", "Mina", "Nadia", "Nikhil", "Olga", "Omar", "Paulo", "Petra", "Quentin", "Rania", "Ravi", "Rosa", "Sanne", "Seun", "Tariq", "Tove",
        "Umar", "Vera", "Wanjiru", "Xin", "Yara", "Zainab", "שירה", "خالد", "美咲", "Łukasz",
    ];

    public static readonly string[] LastNames =
    [
        "Abebe", "Almeida", "Andersson", "Aydin", "Balogun", "Bauer", "Bianchi", "Castillo", "Chen", "Costa", "Diallo", "Dubois", "Eriksen", "Farah", "Fischer", "Garcia", "Gupta", "Haddad", "Hansen",
        "Hoang", "Horvat", "Ibrahim", "Ito", "Ivanov", "Jansen", "Johansson", "Kamau", "Kaya", "Kim", "Kovacs", "Kowalska", "Kumar", "Larsen", "Lopez", "Mbeki", "Mendes", "Moreau", "Murphy", "Nakamura",
        "Nguyen", "Novak", "O'Brien", "Okafor", "Olsen", "Park", "Patel", "Petrov", "Popa", "Rahman", "Rossi", "Sato", "Schmidt", "Silva", "Singh", "Svensson", "Tanaka", "Teixeira", "Usman", "Varga",
        "Weber", "Wong", "Yilmaz", "Zhang", "Zulu",
    ];

    public static readonly string[] Reasons =
        ["Change agreed with the owning team.", "Scheduled run, calendar entry approved.", "Follow-up of an incident, see the ticket.", "Month-end work.", "Role profile of the position asks for it."];

    public static T Any<T>(this Random dice, IReadOnlyList<T> among) => among[dice.Next(among.Count)];
}

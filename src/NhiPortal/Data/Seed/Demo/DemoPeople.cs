using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Three organisations under one roof and the people who work in them; personas are the ones to sign in as.</summary>
internal static class DemoPeople
{
    private static readonly (string Key, string Name, string Directory)[] TenantRows =
    [
        ("brunnvik", "Brunnvik Group", "5b0f8f4e-7c1d-4e55-9d0a-2f6c1c9b7a10"),
        ("alder-mutual", "Alder Mutual Insurance", "0d9a3c52-13ce-4a8e-8f6b-9be0a4a2d7c4"),
        ("tessera-labs", "Tessera Labs", "c7e2b1d8-60f4-4b39-a1f5-7d53e8c0f6a9"),
    ];

    private static readonly Row[] Rows =
    [
        new("astrid", "Astrid Vikander", "astrid.vikander", "brunnvik", null),
        new("sofia", "Sofia Lindqvist", "sofia.lindqvist", "brunnvik", "astrid", "persona-system-owner"),
        new("mateo", "Mateo Alvarez", "mateo.alvarez", "brunnvik", "sofia", "persona-second-owner", ["alder-mutual", "tessera-labs"]),
        new("noor", "Noor Haddad", "noor.haddad", "brunnvik", "astrid", "persona-business-owner"),
        new("jonas", "Jonas Weber", "jonas.weber", "brunnvik", "sofia", "persona-iam-owner"),
        new("priya", "Priya Raman", "priya.raman", "brunnvik", "sofia", "persona-iam-staff", ["alder-mutual", "tessera-labs"]),
        new("daniel", "Daniel Osei", "daniel.osei", "brunnvik", "astrid", "persona-security-operations", ["alder-mutual", "tessera-labs"]),
        new("ingrid", "Ingrid Solberg", "ingrid.solberg", "brunnvik", "astrid", "persona-auditor", ["alder-mutual", "tessera-labs"]),
        new("elena", "Elena Petrova", "elena.petrova", "brunnvik", "sofia", "persona-administrator", ["alder-mutual", "tessera-labs"]),
        new("tom", "Tom Becker", "tom.becker", "brunnvik", "noor", "persona-no-role"),
        new("noa", "נועה לוי", "noa.levi", "brunnvik", "noor"),
        new("ren", "𠮷田 蓮", "ren.yoshida", "brunnvik", "sofia"),
        new("oluwaseun", "Oluwaseun Adeyemi", "oluwaseun.adeyemi", "brunnvik", "sofia", null, ["alder-mutual", "tessera-labs"]),
        new("anjali", "Anjali Raghunathan", "anjali.raghunathan", "brunnvik", "astrid"),
        new("zoe", "Zoë van der Meer", "zoe.vandermeer", "brunnvik", "noor"),
        new("mateusz", "Mateusz Kowalczyk", "mateusz.kowalczyk", "brunnvik", "mateo", null, ["alder-mutual", "tessera-labs"]),
        new("siobhan", "Siobhán Ní Dhálaigh", "siobhan.nidhalaigh", "brunnvik", "jonas", null, ["alder-mutual", "tessera-labs"]),
        new("mai", "Đặng Thị Mai", "mai.dang", "brunnvik", "jonas", null, ["alder-mutual", "tessera-labs"]),
        new("sara", "سارة المنصوري", "sara.almansouri", "brunnvik", "anjali"),
        new("henrik", "Henrik Sørensen", "henrik.sorensen", "brunnvik", "astrid"),
        new("elif", "Elif Yılmaz", "elif.yilmaz", "brunnvik", "anjali"),
        new("charlotte", "Charlotte Whitcombe", "charlotte.whitcombe", "alder-mutual", "astrid"),
        new("rajesh", "Rajesh Iyer", "rajesh.iyer", "alder-mutual", "charlotte"),
        new("aoife", "Aoife Brennan", "aoife.brennan", "alder-mutual", "charlotte"),
        new("gustavo", "Gustavo Almeida", "gustavo.almeida", "alder-mutual", "rajesh"),
        new("hana", "Hana Dvořáková", "hana.dvorakova", "alder-mutual", "rajesh"),
        new("meiling", "Mei-Ling Chen", "meiling.chen", "tessera-labs", "astrid"),
        new("andrei", "Andrei Popescu", "andrei.popescu", "tessera-labs", "meiling"),
        new("fatima", "Fatima Zahra El Idrissi", "fatima.elidrissi", "tessera-labs", "meiling"),
        new("dana", "Dana Whitfield", "dana.whitfield", "brunnvik", null, External: "copperline.example"),
        new("viktor", "Viktor Petrenko", "viktor.petrenko", "alder-mutual", null, External: "meridia.example"),
        new("lena", "Lena Hartmann", "lena.hartmann", "brunnvik", null, "persona-guest-auditor", External: "hartmann-assurance.example"),
    ];

    /// <summary>Who stopped working here, and how many days ago the directory said so.</summary>
    private static readonly (string Person, PersonStatus Status, int DaysAgo)[] Gone =
        [("henrik", PersonStatus.Left, 21), ("elif", PersonStatus.Disabled, 9)];

    public static void AddTo(DemoWorld world, string? homeDirectory)
    {
        foreach (var (key, name, directory) in TenantRows)
            world.Tenants.Add(key, Tenant.Create(key, name, world.Tenants.Count == 0 ? homeDirectory ?? directory : directory, world.Start));
        foreach (var row in Rows)
        {
            var mail = $"{row.Mail}@{row.External ?? $"{row.Tenant}.example"}";
            var person = Person.Create(
                world.Tenants[row.Tenant].Id, row.ObjectId ?? world.RandomGuid().ToString(), row.Name, mail, world.Start, external: row.External is not null);
            foreach (var tenant in row.AlsoIn ?? [])
                person.Allow(world.Tenants[tenant].Id);
            world.People.Add(row.Key, person);
        }

        foreach (var row in Rows.Where(row => row.Boss is not null))
            world.People[row.Key].Reports(world.People[row.Boss!].Id);
        foreach (var (key, status, days) in Gone)
            world.Line.At(world.Workday(days), at => Leave(world, world.People[key], status, at));
    }

    private static void Leave(DemoWorld world, Person person, PersonStatus status, DateTimeOffset at)
    {
        person.SetStatus(status, at);
        var left = status == PersonStatus.Left;
        world.Record(Actor.Rule("directory sync"), at, new AuditNote(
            left ? "person.left" : "person.disabled", $"The directory says that {person.Name} {(left ? "has left" : "is disabled")}; what they owned lapses now.")
        {
            Tenant = person.TenantId,
            Person = Work.Thing(person),
            Before = new Dictionary<string, string?> { ["status"] = nameof(PersonStatus.Active) },
            After = new Dictionary<string, string?> { ["status"] = status.ToString() },
        });
        foreach (var ownership in world.Ownerships.Where(o => o.PersonId == person.Id && o.ClosedAt is null))
            world.Line.At(at.AddSeconds(20), later => world.Settle(Cell.Of(ownership), later));
    }

    private sealed record Row(
        string Key, string Name, string Mail, string Tenant, string? Boss, string? ObjectId = null, string[]? AlsoIn = null, string? External = null);
}

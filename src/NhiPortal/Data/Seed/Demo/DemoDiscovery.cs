using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Integrations;
using static NhiPortal.Domain.Discovery.AccountKind;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>What two targets showed last night, as if their operators had dropped a file: some of it explained, some not.</summary>
internal static class DemoDiscovery
{
    private sealed record Row(string Target, string Account, string? Name, AccountKind Kind, bool Administrator, string CanDo, string? Hint, int FirstSeenDaysAgo, string? Integration = null);

    private static readonly Row[] Rows =
    [
        new("corp-directory", "svc-hrsync", "HR Sync", ServiceAccount, true, "Administers the directory as a member of Account Operators.", "Oluwaseun Adeyemi", 40, "hr-sync"),
        new("corp-directory", "svc-ldapsync", "Telephone system sync", ServiceAccount, true, "Administers the directory as a member of Account Operators.", "zoe.vandermeer@brunnvik.example", 40, "legacy-ldap-sync"),
        new("corp-directory", "svc-print-old", "Print server, old", ServiceAccount, true, "Administers the directory as a member of Domain Admins.", "print team; ask mateusz.kowalczyk@brunnvik.example", 40),
        new("corp-directory", "adm-hsorensen", "Henrik Sørensen (admin)", Person, true, "Administers the directory as a member of Domain Admins.", "Henrik Sørensen", 40),
        new("corp-directory", "adm-jweber", "Jonas Weber (admin)", Person, true, "Administers the directory as a member of Domain Admins.", "Jonas Weber", 40),
        new("corp-directory", "svc-scan-copperline", "Copperline scanner", ServiceAccount, true, "Administers the directory as a member of Server Operators.", "dana.whitfield@copperline.example", 3),
        new("corp-directory", "svc-mailrelay", "Mail relay", ServiceAccount, false, "Signs in; is in no group of administrators.", "anjali.raghunathan@brunnvik.example", 12),
        new("corp-directory", "svc-door-7", null, Unknown, false, "Signs in; is in no group of administrators.", null, 1),
        new("orders-db", "backup_job", null, Unknown, true, "May do this: copy all data by replication; create and change roles.", "Nightly copy, priya.raman@brunnvik.example", 40, "nightly-backup"),
        new("orders-db", "postgres", null, Unknown, true, "May do this: everything in the cluster.", "Built in", 40),
        new("orders-db", "report_ro", null, Unknown, false, "May sign in; holds no attribute beyond that.", "Anjali Raghunathan", 18),
        new("orders-db", "tmp_migration_2024", null, Unknown, true, "May do this: everything in the cluster.", "mateo.alvarez@brunnvik.example", 6),
    ];

    private static readonly (string Account, string By, string Reason, int DaysAgo, int Days)[] Dismissed =
    [
        ("adm-jweber", "priya", "A person's own administrator account, reviewed by the directory team each quarter.", 20, 90),
        ("postgres", "oluwaseun", "The cluster's built-in owner; nobody signs in with it.", 20, 180),
    ];

    public static void AddTo(DemoWorld world)
    {
        var read = new DateTimeOffset(world.Now.UtcDateTime.Date.AddHours(2).AddMinutes(47), TimeSpan.Zero);
        if (read > world.Now)
            read = read.AddDays(-1);
        var owners = new LikelyOwners(world.People.Values.Where(person => person.Active).Select(person => (person.Id, person.Name, person.Mail)));
        foreach (var rows in Rows.GroupBy(row => row.Target))
        {
            var reading = TargetReading.Of(world.Targets[rows.Key].Id);
            reading.Succeed("Csv", rows.Key == "corp-directory" ? 1_284 : 23, read);
            world.Readings.Add(reading);
            foreach (var row in rows)
                Add(world, row, owners, read);
        }
    }

    private static void Add(DemoWorld world, Row row, LikelyOwners owners, DateTimeOffset read)
    {
        var target = world.Targets[row.Target];
        var account = new FoundAccount { Id = $"{row.Target}/{row.Account}", Name = row.Account, DisplayName = row.Name, Kind = row.Kind, Administrator = row.Administrator, CanDo = row.CanDo, OwnerHint = row.Hint };
        var candidate = Candidate.Find(target.TenantId, target.Id, account, owners.Of(row.Hint), read.AddDays(-row.FirstSeenDaysAgo));
        if (row.Integration is { } key)
        {
            var integration = world.Integrations[key];
            // Before the identity it calls with, which is always the last.
            world.Workloads.Insert(0, WorkloadIdentity.Create(integration.Id, WorkloadIdentity.OnTarget(row.Target), row.Account, integration.RegisteredAt));
            candidate.See(account, integration.Id, owners.Of(row.Hint), read);
        }

        if (Array.Find(Dismissed, entry => entry.Account == row.Account) is { Account: not null } said)
            candidate.Dismiss(said.Reason, world.Now.AddDays(said.Days - said.DaysAgo), world.People[said.By].Id, world.Now.AddDays(-said.DaysAgo));
        world.Candidates.Add(candidate);
    }
}

using NhiPortal.Domain;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reconciliation;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>What last night's readings come to when they are held against the demo's grants, by the real matcher: some of every class.</summary>
internal static class DemoReconciliation
{
    private const string Directory = "corp-directory";

    public static void AddTo(DemoWorld world)
    {
        foreach (var reading in world.Readings)
        {
            var target = world.Of(reading.TargetId);
            var matched = PrivilegeMatch.Of(
                [.. world.Candidates.Where(c => c.TargetId == target.Id && c is { Administrator: true, GoneAt: null }).Select(c => new HeldPrivilege(c.AccountId, c.AccountName, Holder(c.CanDo), c.FirstSeenAt)), .. HeldTooLong(world, target.Key, reading)],
                RegisterOf(world, target.Key), world.Now);
            foreach (var match in matched)
            {
                var line = PrivilegeLine.Find(target.TenantId, target.Id, match.Held);
                line.See(match, true, match.Held.FirstSeenAt);
                world.PrivilegeLines.Add(line);
            }

            Explain(world, "adm-jweber", "Jonas runs the directory at night; the account is his own and kept in a safe.");
            var newest = ReconciliationRun.Of(target.Id, [.. matched.Select(m => m with { Class = world.PrivilegeLines.Find(l => l.AccountId == m.Held.AccountId && l.Holder == m.Held.Holder)!.Class })], reading.LastReadAt!.Value);
            world.ReconciliationRuns.Add(newest);
            for (var night = 1; night < 20; night++)
                world.ReconciliationRuns.Add(newest with { At = newest.At.AddDays(-night), Unexplained = matched.Count(m => m.Class == PrivilegeClass.Unexplained && m.Held.FirstSeenAt <= newest.At.AddDays(-night)), DoneOtherwise = night > 2 ? 0 : newest.DoneOtherwise });
        }
    }

    /// <summary>An administrator that was made for an hour some days ago, and is still one.</summary>
    private static IEnumerable<HeldPrivilege> HeldTooLong(DemoWorld world, string target, TargetReading reading) =>
        target != Directory || world.Grants.Where(g => g.ActionName == "account.create_admin" && g.TargetId == reading.TargetId && g.Status != GrantStatus.Active).MaxBy(g => g.Until) is not { } over
            ? []
            : [new HeldPrivilege($"{Directory}/{over.ResourceId}", over.ResourceId, "Account Operators", over.From)];

    private static Register RegisterOf(DemoWorld world, string key)
    {
        var target = world.Targets[key];
        var here = world.Grants.Where(g => g.TargetId == target.Id).ToList();
        return new()
        {
            Accounts = world.Workloads.Where(w => w.Issuer == WorkloadIdentity.OnTarget(key) && w.RetiredAt is null).ToDictionary(w => w.Subject, w => w.IntegrationId),
            LiveGrants = here.Where(g => g.LiveAt(world.Now)).GroupBy(g => g.IntegrationId).ToDictionary(grants => grants.Key, grants => grants.MaxBy(g => g.From)!.RequestId),
            Approved = [.. here.Where(g => g.ActionName == "account.create_admin").Select(g => new ApprovedPrivilege(g.Id, g.RequestId, g.IntegrationId, g.ActionName, g.ResourceId, g.From) { EndedAt = g.LiveAt(world.Now) ? null : g.EndedAt ?? g.EndsAt })],
        };
    }

    private static void Explain(DemoWorld world, string account, string why)
    {
        if (world.PrivilegeLines.Find(line => line.Account == account && line.Class == PrivilegeClass.Unexplained) is not { } found)
            return;
        var (by, second) = (world.People["priya"], world.People["daniel"]);
        found.Explain(new(why, world.Now.AddDays(70), world.People["oluwaseun"].Id, null), by.Id, world.Now.AddDays(-20));
        found.Agree(second.Id, found.Version, world.Now.AddDays(-19));
    }

    /// <summary>The group a connector named, as its own words have it.</summary>
    private static string Holder(string canDo) => canDo.IndexOf("member of ", StringComparison.Ordinal) is > 0 and var at ? canDo[(at + 10)..].TrimEnd('.') : "";
}

using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reconciliation;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Risk;
using NhiPortal.Features.Findings;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>
/// Judges the demo every night of its history by the real rules, on what was true that night; nothing is found that the
/// rules do not find. People take a few on, and two are accepted as exceptions, one of them still waiting.
/// </summary>
internal static class DemoFindings
{
    private static readonly (double DaysAgo, string Rule, string Thing, string By, string To)[] Assigned =
    [
        (9, "rotation_overdue", "copperline-asset-scan", "daniel", "oluwaseun"),
        (4, "rotation_overdue", "quill-crm-sync", "priya", "oluwaseun"),
        (2, "ownership_gap_vacant", "orphan-bot", "priya", "priya"),
    ];

    private static readonly (double DaysAgo, double? AgreedDaysAgo, int EndsInDays, string Rule, string Thing, string By, string? Second, string Why, string Control)[] Exceptions =
    [
        (12, 11, 40, "long_lived_credential", "mainframe-batch", "oluwaseun", "daniel",
            "The mainframe knows no other kind of account; it is switched off with the batch itself.", "The account may log on from the batch host alone, and each log-on is reported."),
        (1.5, null, 60, "long_lived_credential", "vpn-cert-issuer", "daniel", null,
            "A shorter issuing certificate needs a new hardware module, ordered for next quarter.", "The key never leaves the module; two people open it."),
    ];

    public static void Plan(DemoWorld world)
    {
        for (var night = world.Start.Date.AddDays(1).AddHours(3).AddMinutes(5); night < world.Now.UtcDateTime; night = night.AddDays(1))
            world.Line.At(new DateTimeOffset(night, TimeSpan.Zero), world.Judge);
        foreach (var row in Assigned)
            world.Line.At(world.Workday(row.DaysAgo), at => Act(world, row.Rule, row.Thing, row.By, at, "finding.assigned", $"assigned a finding to {world.People[row.To].Name}",
                finding => finding.Assign(world.People[row.To].Id)));
        foreach (var row in Exceptions)
        {
            world.Line.At(world.Now.AddDays(-row.DaysAgo), at => Act(world, row.Rule, row.Thing, row.By, at, "finding.exception_asked", "asked to accept a finding",
                finding => finding.AskException(world.People[row.By].Id, row.Why, row.Control, world.Now.AddDays(row.EndsInDays), at)));
            if (row.AgreedDaysAgo is { } agreed)
                world.Line.At(world.Now.AddDays(-agreed), at => Act(world, row.Rule, row.Thing, row.Second!, at, "finding.excepted", "agreed to accept a finding",
                    finding => finding.AgreeException(world.People[row.Second!].Id, at)));
        }
    }

    /// <summary>What a run of the rules would do at this moment.</summary>
    public static void Judge(this DemoWorld world, DateTimeOffset at)
    {
        var rows = Rows(world, at);
        var asks = rows.Asks.ToLookup(ask => ask.Integration);
        var onTarget = rows.Asks.ToLookup(ask => ask.Target);
        foreach (var target in world.Targets.Values)
            world.Settle(PictureRows.Picture(target, rows.Owners, onTarget[target.Id], Debts(world, target.Id), [], Privileges(world, target.Id), null), world.Findings.FindAll(f => f.IntegrationId is null && f.TargetId == target.Id), at);
        foreach (var integration in world.Integrations.Values)
        {
            var vendor = world.Vendors.Values.FirstOrDefault(v => v.Id == integration.VendorId);
            var picture = rows.Picture(
                new IntegrationRow(integration, vendor?.Id, vendor?.Name, vendor?.ContractOwnerId is { } owner ? world.Of(owner).Status : null), asks[integration.Id], at);
            integration.Rate(RiskScore.Of(picture, new RiskWeights(), at).Value);
            world.Settle(picture, world.Findings.FindAll(f => f.IntegrationId == integration.Id), at);
        }
    }

    private static IEnumerable<PrivilegePicture> Privileges(DemoWorld world, TargetId target) => world.PrivilegeLines.Where(l => l.TargetId == target && l.Class != PrivilegeClass.Explained)
        .OrderBy(l => l.FirstSeenAt).ThenBy(l => l.Id.Value).Select(l => new PrivilegePicture(l.Id, l.Account, l.Holder, l.Class, l.Sentence, l.FirstSeenAt));

    private static void Settle(this DemoWorld world, Picture picture, List<Finding> known, DateTimeOffset at)
    {
        foreach (var (finding, turn) in FindingLedger.Settle(picture, known, at))
        {
            if (turn == FindingTurn.Opened)
                world.Findings.Add(finding);
            if (FindingNotes.Of(finding, turn, picture) is { } note)
                world.Record(Judging.Judge, at, note);
        }
    }

    private static PictureRows Rows(DemoWorld world, DateTimeOffset at) => new()
    {
        Paths = world.Paths.Where(p => p.RemovedAt is null).Select(p => (Path: p, Target: world.Of(p.TargetId), Action: world.Actions[p.ActionName]))
            .ToLookup(p => p.Path.IntegrationId, p => new PathRow(
                p.Path.IntegrationId, p.Target.Id, p.Target.Key, p.Target.Criticality, p.Target.Environment, p.Action.Name, p.Action.Class, p.Path.ResourcePattern, p.Path.ApprovedAt)),
        Owners = world.Ownerships.Where(o => o is { ClosedAt: null, AcceptedAt: not null })
            .ToDictionary(o => (o.Role, o.IntegrationId, o.TargetId), o => OwnerPicture.Of(o, world.Of(o.PersonId))),
        Credentials = world.Credentials.ToLookup(c => c.IntegrationId),
        Keepers = world.Credentials.Where(c => c.Kind != CredentialKind.FederatedToken && c.Status == CredentialStatus.Active && world.Of(c.IntegrationId).Status != IntegrationStatus.Retired)
            .ToLookup(c => c.KeptIn, c => (c.IntegrationId, world.Of(c.IntegrationId).Key)),
        Identities = world.Workloads.Where(w => w.RetiredAt is null).CountBy(w => w.IntegrationId).ToDictionary(),
        Uses = world.Grants.Where(g => g.LastUsedAt is not null).GroupBy(g => (g.IntegrationId, g.TargetId, g.ActionName, g.ResourceId))
            .Select(group => new UseRow(group.Key.IntegrationId, group.Key.TargetId, group.Key.ActionName, group.Key.ResourceId, group.Max(g => g.LastUsedAt)!.Value)).ToLookup(use => use.Integration),
        LastAsks = world.Requests.GroupBy(r => r.IntegrationId).ToDictionary(group => group.Key, group => group.Max(r => r.AskedAt)),
        Asks = [.. world.Requests.Where(r => !r.Decisions.Exists(d => d.ByBreakGlass) && r.AskedAt > at - PictureReading.AskMemory && r.Status is RequestStatus.Approved or RequestStatus.Denied or RequestStatus.Expired)
            .Select(r => new AskRow(r.IntegrationId, r.TargetId, r.EndedAt ?? at, [.. r.Stages.Select(s => (s.Order, s.Role))], [.. r.Decisions.Select(d => d.Role)]))],
        // What waits in the demo is looked at once the portal runs.
        Unconfirmed = Array.Empty<(IntegrationId Of, UnconfirmedPicture What)>().ToLookup(row => row.Of, row => row.What),
        Untaken = Array.Empty<(IntegrationId Of, UntakenPicture What)>().ToLookup(row => row.Of, row => row.What),
        Stuck = Array.Empty<StuckPicture>().ToLookup(_ => default(IntegrationId)),
    };

    private static IEnumerable<DebtPicture> Debts(DemoWorld world, TargetId target) => world.BreakGlassUses.Where(use => use.TargetId == target && use.ReviewedAt is null)
        .Select(use => new DebtPicture(use.Id, world.Of(use.PersonId).Name, world.Of(use.IntegrationId).Key, use.UsedAt, use.ReviewDue));

    private static void Act(DemoWorld world, string rule, string thing, string by, DateTimeOffset at, string kind, string did, Func<Finding, Result<Done>> act)
    {
        var integration = world.Integrations[thing];
        // Acts are planned, findings are not: where the rules found nothing, nobody acts.
        if (world.Findings.Find(f => f.Rule == rule && f.IntegrationId == integration.Id && f.Status != FindingStatus.Closed) is not { } finding || !act(finding).Succeeded)
            return;
        world.Record(DemoWorld.As(world.People[by]), at, new AuditNote(kind, $"{world.People[by].Name} {did}: {finding.Sentence}")
        {
            Tenant = finding.TenantId,
            Integration = Work.Thing(integration),
            Facts = FindingNotes.Facts(finding),
        });
    }
}

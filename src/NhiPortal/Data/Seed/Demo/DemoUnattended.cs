using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Unattended;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Unattended access in the demo: secrets nobody rotates, at several steps of their ladder, one of them paused, one gone with its proof; silence is only reported for now.</summary>
internal static class DemoUnattended
{
    private static readonly (string Integration, string Label, double[] StepsDaysAgo)[] Ladders =
    [
        ("copperline-asset-scan", "Scanner key", [20, 13, 6, 2]),
        ("meridia-tax-filing", "Filing portal password", [21, 14, 7, 3]),
        ("orphan-bot", "List maintenance secret", [5]),
        ("old-ticket-bridge", "Bridge key", [84, 77, 70, 67, 60, 46]),
    ];

    public static void Plan(DemoWorld world)
    {
        world.Line.At(world.Workday(100), at => TurnOn(world, UnattendedKind.RotationOverdue, at, at.AddDays(14)));
        world.Line.At(world.Workday(96), at => TurnOn(world, UnattendedKind.ReviewItem, at, at.AddDays(2)));
        world.Line.At(world.Workday(5), at => TurnOn(world, UnattendedKind.SilentIntegration, at, world.Now.AddDays(9)));
        foreach (var (key, label, steps) in Ladders)
            for (var number = 0; number < steps.Length; number++)
            {
                var first = number == 0;
                world.Line.At(world.Now.AddDays(-steps[number]).AddMinutes(-7), at => Step(world, key, label, first, at));
            }

        world.Line.At(world.Now.AddDays(-1).AddHours(-3), at => Pause(world, "Filing portal password", at));
        world.Line.At(world.Now.AddDays(-45), at => ByHand(world, "Bridge key", at));
    }

    private static void TurnOn(DemoWorld world, UnattendedKind kind, DateTimeOffset at, DateTimeOffset report)
    {
        var (policy, priya) = (UnattendedPolicy.Off(kind), world.People["priya"]);
        var before = policy.Order;
        if (!policy.Set(new(true, DateOnly.FromDateTime(report.UtcDateTime), policy.Plan), priya.Id, "Agreed with the owners in the spring review.", at).Succeeded)
            return;
        world.UnattendedPolicies.Add(policy);
        world.Record(DemoWorld.As(priya), at, PolicyNotes.Of("unattended.policy_set", $"{priya.Name} set the policy for: {kind.Words()}.", kind, before, policy.Order, "Agreed with the owners in the spring review."));
    }

    private static void Step(DemoWorld world, string key, string label, bool first, DateTimeOffset at)
    {
        var (integration, policy) = (world.Integrations[key], world.UnattendedPolicies.Find(p => p.Kind == UnattendedKind.RotationOverdue));
        var credential = world.Credentials.Find(c => c.IntegrationId == integration.Id && c.Label == label);
        if (policy is null || credential is null)
            return;
        var since = (credential.LastRotatedAt ?? credential.IssuedAt).AddDays(30);
        if (first)
        {
            var owner = world.Holder(new Cell(OwnerRole.BusinessOwner, integration.Id, null))?.PersonId;
            var found = Revocation.Find(
                new(UnattendedKind.RotationOverdue, integration.TenantId, $"{label} of {integration.Name}", owner) { Credential = credential.Id, Integration = integration.Id }, since,
                $"It was to be rotated by {UnattendedWords.Day(since)}.", false, at);
            world.Revocations.Add(found);
            Tell(world, found, "revocation.found", $"{found.Label}: {found.Why}", at);
        }

        if (world.Revocations.Find(r => r.CredentialId == credential.Id) is not { } row || row.DueStep(policy.Plan, at) is not { } step)
            return;
        var words = step.Told(row, policy.Plan, at);
        row.Take(step, policy.Plan, null, words, at);
        if (step == LadderStep.Revoke && credential.Revoke(at))
            row.Took(TakenKind.Credential, credential.Id.Value, $"{label} of {integration.Name}, kept in {credential.KeptIn}", TakenWay.Hand, null, at);
        Tell(world, row, step.Kind(), words, at);
    }

    private static void Pause(DemoWorld world, string label, DateTimeOffset at)
    {
        if (Row(world, label) is not { } row)
            return;
        var by = world.People["daniel"];
        row.Pause(by.Id, "The authority's portal takes new passwords only after the filing on the 15th.", at.AddDays(12), at);
        Tell(world, row, "revocation.paused", $"{by.Name} paused {row.Label} until {UnattendedWords.Day(at.AddDays(12))}.", at, by);
    }

    private static void ByHand(DemoWorld world, string label, DateTimeOffset at)
    {
        if (Row(world, label) is not { Items: [var item, ..] } row)
            return;
        var (did, confirmed) = (world.People["oluwaseun"], world.People["daniel"]);
        item.Report(did.Id, "Deleted in the vault; its log line 88214 shows it.", at);
        Tell(world, row, "revocation.removed_by_hand", $"{did.Name} took away by hand: {item.Label}. Somebody other must confirm it.", at, did);
        item.Confirm(confirmed.Id, at);
        row.Look(null, at);
        Tell(world, row, "revocation.removal_confirmed", $"{confirmed.Name} confirmed that it is taken away: {item.Label}.", at, confirmed);
        Tell(world, row, "revocation.confirmed", $"{row.Label}: everything that was taken is shown to be gone.", at);
    }

    private static Revocation? Row(DemoWorld world, string label) => world.Revocations.Find(r => r.Label.StartsWith(label, StringComparison.Ordinal));

    private static void Tell(DemoWorld world, Revocation row, string kind, string sentence, DateTimeOffset at, Domain.People.Person? by = null) =>
        world.Record(by is null ? SweepUnattended.Sweeper : DemoWorld.As(by), at, new Things(
            new Dictionary<IntegrationId, Domain.Audit.AuditThing> { [row.IntegrationId!.Value] = Work.Thing(world.Of(row.IntegrationId.Value)) }, new Dictionary<TargetId, Domain.Audit.AuditThing>()).Note(row, kind, sentence));
}

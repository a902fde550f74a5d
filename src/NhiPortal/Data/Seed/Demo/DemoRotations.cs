using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Rotations;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>The rotation rules of the demo organisation, one rotation that is done and one that is half done, one put off; then every credential's dates.</summary>
internal static class DemoRotations
{
    private static readonly (string Integration, string Label, string? Target, string? Backup, bool Shared)[] Details =
    [
        ("vendor-helpdesk", "Client certificate of Copperline", "corp-directory", "oluwaseun", false),
        ("nightly-backup", "Backup job secret", null, "priya", false),
        ("legacy-ldap-sync", "Bind account svc-ldapsync", "corp-directory", null, true),
        ("mainframe-batch", "Batch user BATCHP1", null, "daniel", true),
    ];

    public static void Plan(DemoWorld world)
    {
        world.Line.At(world.Workday(42), at => Rules(world, at));
        world.Line.At(world.Workday(9), at => Finish(world, Find(world, "dormant-account-sweep", "Directory reader secret"), at));
        world.Line.At(world.Workday(2), at => Begin(world, Find(world, "vendor-helpdesk", "Client certificate of Copperline"), at));
        world.Line.At(world.Workday(60), at =>
        {
            var gone = Find(world, "old-ticket-bridge", "Bridge key");
            gone.Revoke(at, "The ticket system was switched off.");
            Note(world, world.As("oluwaseun"), gone, at, "credential.retired", $"{world.People["oluwaseun"].Name} recorded that {gone.Label} was withdrawn: The ticket system was switched off.");
        });
    }

    /// <summary>Once its whole history is known, by the rules in force.</summary>
    public static void Date(DemoWorld world)
    {
        foreach (var (integration, label, target, backup, shared) in Details)
            if (Find(world, integration, label) is { Ended: null } credential)
                credential.Change(credential.Description with
                {
                    Target = target is null ? null : world.Targets[target].Id,
                    BackupOwner = backup is null ? null : world.People[backup].Id,
                    Shared = shared,
                });
        Find(world, "nightly-backup", "Copy target key").Follow(new RotationSchedule { Cron = "0 6 1 * *", Zone = "Europe/Stockholm", LeadDays = 7, StartsItself = true, OverlapHours = 12 });
        var plan = world.RotationPlans[^1];
        foreach (var credential in world.Credentials)
            credential.Plan(plan.For(credential, world.Of(credential.IntegrationId).Kind, credential.TargetId is { } id ? world.Of(id).Criticality : null, CronClock.Next), plan.Number);
        Find(world, "quill-crm-sync", "CRM application secret").Snooze(3, plan, world.Now);
    }

    private static void Rules(DemoWorld world, DateTimeOffset at)
    {
        const string why = "Keys of the most important systems change monthly; nothing changes over the turn of the year.";
        var wishes = RotationPlan.BuiltIn.Wishes with
        {
            Rules = [new("Whatever opens a critical target, every 30 days", new() { EveryDays = 30 }) { Criticalities = [Criticality.Critical] }, .. RotationPlan.BuiltIn.Rules],
            Freezes = [new("Turn of the year", new(2026, 12, 18), new(2027, 1, 6), true)],
        };
        var plan = RotationPlan.BuiltIn.Next(wishes, CronClock.Next, world.People["priya"].Id, why, at).Value;
        world.RotationPlans.Add(plan);
        world.Record(world.As("priya"), at, new AuditNote("rotation.rules_saved", $"{world.People["priya"].Name} put version {plan.Number} of the rotation rules in force: {why}") { After = wishes.Facts() });
    }

    private static void Finish(DemoWorld world, Credential credential, DateTimeOffset at)
    {
        var rotation = Start(world, credential, at);
        Reach(world, rotation, credential, RotationStep.Staged, "Second secret made in the directory's application page.", at.AddMinutes(10), new(credential.KeptIn, world.Now.AddDays(80)));
        Reach(world, rotation, credential, RotationStep.NewVerified, "Token fetched with the new secret from the job host.", at.AddMinutes(18));
        Reach(world, rotation, credential, RotationStep.Switched, "Job configuration points at the new version; the nightly run was green.", at.AddMinutes(40));
        Reach(world, rotation, credential, RotationStep.OldDead, "Old secret deleted; signing in with it answers invalid_client.", at.AddMinutes(52));
        world.Credentials.Add(rotation.Close(credential, rotation.StartedById, at.AddMinutes(55)).Value);
        Note(world, By(world, rotation), credential, at.AddMinutes(55), "rotation.closed", $"{credential.Label} was rotated: the new one is in use, the old one was proved dead.");
    }

    private static void Begin(DemoWorld world, Credential credential, DateTimeOffset at)
    {
        var rotation = Start(world, credential, at);
        Reach(world, rotation, credential, RotationStep.Staged, "Copperline sent the request, our authority signed it.", at.AddMinutes(30), new(credential.KeptIn + "-next", world.Now.AddDays(85)));
        Reach(world, rotation, credential, RotationStep.NewVerified, "Copperline signed in with the new certificate while we watched.", at.AddMinutes(75));
        const string trouble = "Two of their five help desks still come with the old certificate.";
        rotation.Fail(RotationStep.Switched, new(rotation.StartedById, trouble), at.AddMinutes(110));
        Note(world, By(world, rotation), credential, at.AddMinutes(110), "rotation.failed", $"Rotation of {credential.Label} failed before “{RotationStep.Switched.Words()}”: {trouble}");
    }

    private static Rotation Start(DemoWorld world, Credential credential, DateTimeOffset at)
    {
        var owner = world.People[DemoOwners.Integrations.Single(owners => owners.Integration == world.Of(credential.IntegrationId).Key).Iam ?? "oluwaseun"];
        var rotation = Rotation.Begin(credential, RotationWay.Manual, owner.Id, at).Value;
        world.Rotations.Add(rotation);
        Note(world, By(world, rotation), credential, at, "rotation.started", $"{owner.Name} began to rotate {credential.Label}.");
        return rotation;
    }

    private static void Reach(DemoWorld world, Rotation rotation, Credential credential, RotationStep step, string evidence, DateTimeOffset at, Renewed? renewed = null)
    {
        rotation.Reach(step, new(rotation.StartedById, evidence), renewed, at);
        Note(world, By(world, rotation), credential, at, "rotation.step", $"Rotation of {credential.Label}: {step.Words()}. {evidence}");
    }

    private static Actor By(DemoWorld world, Rotation rotation) => DemoWorld.As(world.Of(rotation.StartedById!.Value));

    private static Credential Find(DemoWorld world, string integration, string label) =>
        world.Credentials.Last(c => c.Label == label && world.Of(c.IntegrationId).Key == integration);

    private static void Note(DemoWorld world, Actor by, Credential credential, DateTimeOffset at, string kind, string sentence)
    {
        var integration = world.Of(credential.IntegrationId);
        world.Line.At(at, then => world.Record(by, then, new AuditNote(kind, sentence) { Tenant = integration.TenantId, Integration = Work.Thing(integration), Facts = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString() } }));
    }
}

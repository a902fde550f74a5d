using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Executions;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>What makes an inbox worth reading: a flood of one workload, a question asked back, a request that came back, and one that the portal carried out.</summary>
internal static class DemoInbox
{
    private static readonly DemoAsk Brokered = new("hr-sync", "corp-directory", "group.add_member", "Payroll Readers", "u20455", 60, 0, "Stands in for payroll this morning; position change PC-8853.") { Brokered = true };

    private static readonly DemoAsk Returning = new("cloud-cost-agent", "cloud-prod", "quota.change", "gpu-eu-west", null, 60, 0, "Unused since the last training run; lower it to last quarter's peak.");

    public static void Plan(DemoWorld world)
    {
        world.Line.At(world.Now.AddHours(-3), at => RequestStory.Begin(world, Brokered, new AskPlan([new(OwnerRole.SystemOwner, 6, Verdict.Approve), new(OwnerRole.IamOwner, 14, Verdict.Approve)]), at));
        world.Line.At(world.Now.AddHours(-2.5), at => RequestStory.Begin(world, Returning, new AskPlan([new(OwnerRole.SystemOwner, 21, Verdict.Approve)]), at));
        world.Line.At(world.Now.AddMinutes(-80), at => Reshape(world, "mateusz", "Finds idle cloud resources and takes away what keeps them alive, without asking their teams first.", at));
        for (var n = 0; n < 11; n++)
        {
            var ask = new DemoAsk("access-cleaner", "corp-directory", "account.disable", $"temp-06{n + 10}", null, 120, 0, "Temporary account of the summer intake; no sign-in since 31 August.");
            world.Line.At(world.Now.AddMinutes(-48 + (2 * n)), at => RequestStory.Begin(world, ask, new AskPlan([]), at));
        }

        world.Line.At(world.Now.AddMinutes(-6), at => AskBack(world, "g.ferrante", "jonas", "Which number was called back, and who confirmed the employee number?", at));
    }

    /// <summary>The portal adds the member, sees it, and at the grant's end takes it out again and sees that.</summary>
    public static void CarryOut(DemoWorld world, AccessRequest request, Grant grant, TargetState before, DateTimeOffset at)
    {
        var execution = Execution.Of(request, grant, at).Value;
        world.Executions.Add(execution);
        var done = before.After(execution.Change);
        void Step(DateTimeOffset moment, TargetState found, TargetState shown, string kind, string what) => world.Line.At(moment, then =>
        {
            if (execution.AppliedAt is not null)
                execution.BeginEnd([], then);
            execution.Take(then);
            execution.Remember(found, execution.Change, sends: true);
            execution.Report(shown, null, true, then);
            var (integration, target) = (world.Of(request.IntegrationId), world.Of(request.TargetId));
            world.Record(CarryOutDue.Broker, then, execution.Note(Work.Thing(integration), Work.Thing(target), kind, $"{what} {execution.Change.Account} is now {shown.Words(execution.Change)} ({target.Key}, for {integration.Key})."));
        });
        Step(at.AddSeconds(2), before, done, "execution.applied", "The portal carried it out, and the target shows it:");
        Step(grant.Until.AddSeconds(22), done, before, "execution.reverted", "The portal took it back, and the target shows it:");
    }

    private static void Reshape(DemoWorld world, string who, string purpose, DateTimeOffset at)
    {
        if (world.Requests.Find(r => r.ResourceId == Returning.Resource && r.Status == RequestStatus.Pending) is not { } request)
            return;
        var (integration, by) = (world.Of(request.IntegrationId), world.As(who));
        var before = integration.Purpose;
        integration.Redescribe(integration.Describe() with { Purpose = purpose });
        world.Shapers.Add((integration.Id, by.Person!.Value, at));
        world.Record(by, at, new AuditNote("integration.changed", $"{by.Name} changed {integration.Key}: purpose.")
        {
            Tenant = integration.TenantId,
            Integration = Work.Thing(integration),
            Before = new Dictionary<string, string?> { ["purpose"] = before },
            After = new Dictionary<string, string?> { ["purpose"] = purpose },
        });
        var facts = world.FactsOf(integration, at);
        var (on, path) = (facts.Targets[Returning.Target], facts.Targets[Returning.Target].Actions[Returning.Action]);
        var today = facts.BasisOf(on, path);
        IReadOnlyList<BasisChange> changes = [.. request.ChangesTo(today).Select(change => change with { By = by.Name, At = at })];
        var again = request.Again(today, path.Rule!, request.PolicyVersion, path.Risk, changes, at.AddSeconds(1));
        world.Requests.Add(again);
        var rule = Actor.Rule("return what changed");
        world.Record(rule, at, RequestStory.About(world, request) with
        {
            Kind = "request.returned",
            Sentence = $"What {integration.Key} asked for on {on.Key} ({again.ActionName}) came back to its owners, because this changed: {string.Join(", ", changes.Select(change => change.Name.ToLowerInvariant()))}.",
            Before = changes.ToDictionary(change => change.Name, change => change.Before),
            After = changes.ToDictionary(change => change.Name, change => change.After),
            Facts = new Dictionary<string, string?> { ["again"] = again.Id.ToString() },
        });
        world.Record(rule, at, RequestStory.About(world, again) with { Kind = "request.asked", Sentence = $"{again.ActionName} on {on.Key} for {integration.Key} is put to its owners again." });
    }

    private static void AskBack(DemoWorld world, string resource, string who, string words, DateTimeOffset at)
    {
        var by = world.As(who);
        if (world.Requests.Find(r => r.ResourceId == resource && r.Status == RequestStatus.Pending) is not { } request || !request.AskBack(world.ApproverOf(request, by.Person!.Value, at), words, at).Succeeded)
            return;
        world.Record(by, at, RequestStory.About(world, request) with
        {
            Kind = "request.question_asked",
            Sentence = $"{by.Name} asked {world.Of(request.IntegrationId).Key} about its request for {request.ActionName}; the time to decide stands still.",
            Facts = new Dictionary<string, string?> { ["question"] = words, ["expires_at"] = request.ExpiresAt.ToString("o") },
        });
    }
}

using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.BreakGlass;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Break-glass in the demo: a duty chief, a drill, one use that was reviewed and one whose review is due in some hours.</summary>
internal static class DemoBreakGlass
{
    private static readonly DemoAsk AtNight = new(
        "hr-sync", "corp-directory", "group.add_member", "Directory Recovery", "u20118", 30, 0, "Directory replication stopped; the recovery group lacks the engineer on call.")
    { Ticket = "INC-2287" };

    private static readonly DemoAsk Lately = new(
        "onboarding-agent", "hr-system", "account.create", "k.lund", null, 30, 0, "Relief nurse starts within the hour; the account was forgotten in the template.")
    { Ticket = "INC-2304" };

    public static void Plan(DemoWorld world)
    {
        world.Line.At(world.Workday(52), at => NameChief(world, "corp-directory", "mateo", "priya", at));
        world.Line.At(world.Workday(33), at => Broken(world, AtNight, "mateo", 6, at, "Nobody of the IAM owners answers and staff cannot sign in; the recovery runbook needs this member.", use => world.Line.At(use.UsedAt.AddHours(7), then => Review(world, use, then))));
        world.Line.At(world.Workday(12), at => Drill(world, "corp-directory", "daniel", "Quarterly drill, announced to nobody.", at));
        world.Line.At(world.Now.AddHours(-15.4), at => Broken(world, Lately, "zoe", 4, at, "She must be able to sign for medicine tonight and the IAM owner is on a flight.", _ => { }));
    }

    private static void NameChief(DemoWorld world, string key, string chief, string by, DateTimeOffset at)
    {
        var (target, person, actor) = (world.Targets[key], world.People[chief], world.As(by));
        target.NameDutyChief(person.Id);
        world.Record(actor, at, BreakGlassNotes.ChiefNamed(About(target), actor.Name, Work.Thing(person), null, "On call for the directory this quarter.", key));
    }

    /// <summary>The workload asks, nobody answers for some minutes, and one person lets it through.</summary>
    private static void Broken(DemoWorld world, DemoAsk ask, string by, int minutes, DateTimeOffset at, string reason, Action<BreakGlassUse> then)
    {
        RequestStory.Begin(world, ask, new AskPlan([]), at);
        world.Line.At(at.AddMinutes(minutes - 1), moment => DemoSignIns.ComeIn(world, world.People[by], moment));
        world.Line.At(at.AddMinutes(minutes), moment =>
        {
            if (world.Requests.Find(r => r.ResourceId == ask.Resource && r.Status == RequestStatus.Pending) is not { } request)
                return;
            var (person, target, integration) = (world.People[by], world.Targets[ask.Target], world.Of(request.IntegrationId));
            var (owner, facts) = (world.Holder(new Cell(OwnerRole.SystemOwner, null, target.Id)), world.FactsOf(integration, moment));
            var action = world.Actions[ask.Action];
            var rule = ApprovalPolicy.Create(world.Policies[^1].Rules).Value.Match(new PolicySubject(integration.Kind, action.Class, action.Risk, target.Criticality, target.Environment, facts.TenantKey));
            var broken = request.BreakGlass(
                new BreakGlassFacts
                {
                    Person = world.ApproverOf(request, person.Id, moment),
                    Policy = rule is null ? null : (rule.EmergencyAllowed, rule.LongestGrantMinutes),
                    DebtOpen = world.BreakGlassUses.Exists(use => use.TargetId == target.Id && use.ReviewedAt is null),
                    DutyChief = target.DutyChiefId,
                    DeputyFor = owner?.DeputyId == person.Id ? world.ApproverOf(request, owner.PersonId, moment) : null,
                },
                new BreakGlassOrder(30, reason), moment);
            if (!broken.Succeeded)
                return;
            world.BreakGlassUses.Add(broken.Value.Use);
            foreach (var note in BreakGlassNotes.Of(
                RequestStory.About(world, request), person.Name, request, facts, broken.Value, ask.Target, broken.Value.Use.ForId is { } lender ? world.Of(lender).Name : null))
                world.Record(DemoWorld.As(person), moment, note);
            Answers.Live(world, request, broken.Value.Grant, ask.Call(action), new AskPlan([]) { Uses = 1 }, moment);
            then(broken.Value.Use);
        });
    }

    private static void Review(DemoWorld world, BreakGlassUse use, DateTimeOffset at)
    {
        var (request, reviewer, rotator) = (world.Requests.First(r => r.Id == use.RequestId), world.People["daniel"], world.People["siobhan"]);
        var reviewed = use.Review(request, world.Grants.First(g => g.Id == use.GrantId), world.ApproverOf(request, reviewer.Id, at), new BreakGlassReview(
            "Replication between two controllers stopped. The engineer on call was missing from the recovery group, and neither IAM owner nor deputy answered.",
            "u20118 was added to Directory Recovery for half an hour and taken out again by hand; the directory's own log shows both and nothing else.", true, "INC-2287, directory log 4728 and 4729")
        {
            Rotated = "Recovery account's password, shown on the engineer's screen",
            RotatedBy = rotator.Id,
            RotatedOn = DateOnly.FromDateTime(at.UtcDateTime),
        }, at);
        if (reviewed.Succeeded)
            world.Record(DemoWorld.As(reviewer), at, BreakGlassNotes.Reviewed(RequestStory.About(world, request), reviewer.Name, use, world.Of(use.PersonId).Name, rotator.Name, world.Of(use.TargetId).Key));
    }

    private static void Drill(DemoWorld world, string key, string by, string note, DateTimeOffset at)
    {
        var (target, actor) = (world.Targets[key], world.As(by));
        var drill = BreakGlassDrill.Run(target.TenantId, target.Id, actor.Person!.Value, note, new DrillReach(2, 1, 0), at);
        world.BreakGlassDrills.Add(drill);
        world.Record(actor, at, BreakGlassNotes.Drilled(About(target), actor.Name, drill, key));
    }

    private static AuditNote About(Domain.Targets.TargetSystem target) => new("", "") { Tenant = target.TenantId, Target = Work.Thing(target) };
}

using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Ninety days of requests that have ended, and of calls that were never allowed.</summary>
internal static class DemoHistory
{
    private const int Days = 90;
    private static readonly int[] PayrollDaysAgo = [58, 30, 3];

    private static readonly string[] Refusals =
    [
        "Not during the freeze; ask again on Monday.", "The ticket names another account.", "This belongs to the service desk, not to the agent.",
        "Too broad: ask for the one resource you need.", "I could not confirm this with the team.",
    ];

    private static readonly (bool ByOwner, string Reason)[] Revocations =
        [(false, "Called from an address we do not know."), (true, "The run was stopped; nothing needs this any more."), (true, "Maintenance starts early."), (true, "Granted for the wrong resource; asked again with the right one.")];

    public static void Plan(DemoWorld world)
    {
        PlanPayroll(world);
        for (var day = Days; day >= 2; day--)
        {
            var weekend = world.Now.AddDays(-day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            for (var count = weekend ? world.Dice.Next(2) : world.Dice.Next(1, 4); count > 0; count--)
                Begin(world, day);
            for (var count = world.Dice.Next(1, 6); count > 0; count--)
                Stray(world, day);
        }
    }

    /// <summary>Each payroll run reads the bank's key as often as the policy allows, and then once too often.</summary>
    private static void PlanPayroll(DemoWorld world)
    {
        var ask = new DemoAsk("meridia-payroll-run", "payroll-db", "secret.read", "payroll/bank-file-key", null, 60, 6, "Monthly payroll run, period closed by Alder Mutual.");
        var agreed = new AskPlan([new(OwnerRole.SystemOwner, 12, Verdict.Approve), new(OwnerRole.IamOwner, 47, Verdict.Approve)]) { Uses = 6 };
        foreach (var day in PayrollDaysAgo)
            world.Line.At(world.Workday(day), at => RequestStory.Begin(world, ask, agreed, at));
    }

    private static void Begin(DemoWorld world, int day)
    {
        var ask = DemoAsks.Draw(world.Dice, day);
        world.Line.At(Moment(world, day), at => RequestStory.Begin(world, ask, Throw(world.Dice, ask), at));
    }

    private static AskPlan Throw(Random dice, DemoAsk ask)
    {
        var (first, second) = (dice.Next(2, 50), dice.Next(50, 400));
        var roles = dice.Next(2) == 0 ? (OwnerRole.SystemOwner, OwnerRole.IamOwner) : (OwnerRole.IamOwner, OwnerRole.SystemOwner);
        PlannedAnswer Yes(OwnerRole role, double after, int? minutes = null) => new(role, after, Verdict.Approve, minutes, minutes is null ? null : "Shorter is enough.");
        var agreed = new AskPlan([Yes(roles.Item1, first), Yes(roles.Item2, second), Yes(roles.Item1, second + 30)]) { Uses = dice.Next(ask.Uses / 2, ask.Uses + 2) };
        return dice.Next(100) switch
        {
            < 46 => agreed,
            < 54 => agreed with { Answers = [Yes(roles.Item1, first, Math.Max(15, ask.Minutes / 2)), Yes(roles.Item2, second)] },
            < 61 => agreed with { LateCall = true },
            < 66 => agreed with { ChangedCall = true },
            < 72 => agreed with { Revoked = Revocations[dice.Next(Revocations.Length)] is var (owner, why) ? (dice.Next(5, 60), owner, why) : null },
            < 81 => new AskPlan([new PlannedAnswer(OwnerRole.SystemOwner, first, Verdict.Deny, null, Refusals[dice.Next(Refusals.Length)])]),
            < 86 => new AskPlan([Yes(OwnerRole.SystemOwner, first), new PlannedAnswer(OwnerRole.IamOwner, second, Verdict.Deny, null, Refusals[dice.Next(Refusals.Length)])]),
            < 94 => new AskPlan([]) { WithdrawnAfter = dice.Next(10, 300) },
            < 97 => new AskPlan([Yes(roles.Item1, first)]),
            _ => new AskPlan([]),
        };
    }

    /// <summary>A call that has no path, or comes from an integration that may not do anything just then.</summary>
    private static void Stray(DemoWorld world, int day) => world.Line.At(Moment(world, day), at =>
    {
        var known = world.Integrations.Values.Where(i => i.Status != IntegrationStatus.Draft && world.Paths.Exists(p => p.IntegrationId == i.Id)).ToList();
        var troubled = known.FindAll(i => i.Status != IntegrationStatus.Active || world.Gaps.Exists(g => g.IntegrationId == i.Id && g.ClosedAt is null));
        var from = world.Dice.Next(3) == 0 && troubled.Count > 0 ? troubled : known;
        if (from.Count == 0)
            return;
        var integration = from[world.Dice.Next(from.Count)];
        var ask = Array.Find(DemoPaths.Rows.ToArray(), row => row.Integration == integration.Key);
        var outside = world.Dice.Next(2) == 0;
        var action = outside ? "account.delete" : ask.Actions[0];
        var call = new DemoAsk(integration.Key, ask.Target, action, ask.Pattern.Replace("*", "unplanned", StringComparison.Ordinal), "unplanned", 15, 0, "").Call(world.Actions[action]);
        world.Evaluate(integration, call, null, at);
    });

    private static DateTimeOffset Moment(DemoWorld world, int day) =>
        world.Dice.Next(5) == 0 ? world.Now.AddDays(-day).AddMinutes(world.Dice.Next(1, 1200)) : world.Workday(day);
}

using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Policy.Rules;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Tests.Requests;

/// <summary>Steps come in order, each once, never while a question waits and never after the end; and they decide nothing.</summary>
public sealed class EscalationTests
{
    private static readonly EscalationStep[] Steps = Enum.GetValues<EscalationStep>();

    private static readonly Gen<(TimeSpan After, IReadOnlyCollection<EscalationStep> Reachable, IReadOnlyList<int> Looks)> Waits =
        from after in Gen.Choose(1, 60)
        from reachable in Gen.SubListOf(Steps)
        from looks in Gen.NonEmptyListOf(Gen.Choose(0, 300))
        select (TimeSpan.FromMinutes(after), (IReadOnlyCollection<EscalationStep>)[.. reachable], (IReadOnlyList<int>)[.. looks.Order()]);

    private static readonly Gen<(AccessRequest Request, int After, IReadOnlyList<(ApproverFacts Who, int Act, int Later)> Acts)> Stories =
        from request in World.Requests
        from after in Gen.Choose(1, 30)
        from acts in Gen.ListOf(
            from who in World.Approvers
            from act in Gen.Choose(0, 5)
            from later in Gen.Choose(0, 20)
            select (who, act, later)).Resize(25)
        select (request, after, (IReadOnlyList<(ApproverFacts, int, int)>)[.. acts]);

    [Fact]
    public void Due_HoweverOftenSomebodyLooks_GivesTheSameStepsInOrderEachOnce() => World.Holds(Waits, wait =>
    {
        var taken = new List<EscalationStep>();
        foreach (var minute in wait.Looks)
            taken.AddRange(EscalationLadder.Due(TimeSpan.FromMinutes(minute), wait.After, taken, wait.Reachable));
        var once = EscalationLadder.Due(TimeSpan.FromMinutes(wait.Looks[^1]), wait.After, [], wait.Reachable);
        return taken.SequenceEqual(once) && taken.SequenceEqual(taken.Distinct().Order()) && taken.TrueForAll(step => step == EscalationStep.IamStaff || wait.Reachable.Contains(step))
            && taken.Count == Math.Min((int)(wait.Looks[^1] / wait.After.TotalMinutes), wait.Reachable.Append(EscalationStep.IamStaff).Distinct().Count());
    });

    [Fact]
    public void Escalate_OverRandomStories_TellsEachStepOnceInOrder_AndChangesNoDecision()
    {
        var told = 0;
        World.Holds(Stories, story =>
        {
            var (request, now, timer) = (story.Request, World.Now, new EscalationTimer(TimeSpan.FromMinutes(story.After), null));
            foreach (var (who, act, later) in story.Acts)
            {
                now = now.AddMinutes(later);
                if (act == 0)
                    request.AskBack(who, "why today?", now);
                else if (act == 1)
                    request.AnswerQuestion("because.", null, now);
                else if (act == 2)
                    request.Decide(who, Answer.Approve(1), now);
                var before = (request.Status, request.ExpiresAt, request.Decisions.Count, request.TurnFor(who, now).Refusal?.Code);
                var (waits, over) = (request.OpenQuestion is not null, request.Status != RequestStatus.Pending || now >= request.ExpiresAt);
                var taken = request.Escalate(timer, _ => Everybody(who), now);
                told += taken.Count;
                if (((waits || over) && taken.Count > 0) || before != (request.Status, request.ExpiresAt, request.Decisions.Count, request.TurnFor(who, now).Refusal?.Code))
                    return false;
            }

            return request.Escalations.GroupBy(step => step.Stage).All(stage => stage.Select(step => step.Step).SequenceEqual(Steps.Take(stage.Count())))
                && request.Escalations.TrueForAll(step => step.At >= World.Now.AddMinutes(story.After * ((int)step.Step + 1)));
        });
        Assert.True(told > 1000, $"Only {told} steps were taken; the property would prove little.");
    }

    [Fact]
    public void Escalate_LookingRarelyOrOften_EndsWithTheSameSteps() => World.Holds(
        from request in World.Requests from after in Gen.Choose(1, 30) from asked in Gen.Choose(0, 30) from answered in Gen.Choose(0, 30) select (request, after, asked, answered),
        x =>
        {
            var timer = new EscalationTimer(TimeSpan.FromMinutes(x.after), null);
            var approver = World.People.Select(person => Holder(x.request, person)).First(facts => SeparationRules.FirstBreach(x.request, facts) is null);
            x.request.AskBack(approver, "why today?", World.Now.AddMinutes(x.asked));
            x.request.AnswerQuestion("because.", null, World.Now.AddMinutes(x.asked + x.answered));
            var end = World.Now.AddMinutes(x.asked + x.answered + 25);
            var rarely = x.request.Escalate(timer, _ => Everybody(approver), end).Select(step => (step.Stage, step.Step)).ToHashSet();
            // By the clock that stood still, whatever was asked in between.
            return rarely.SetEquals(from stage in x.request.OpenStages() from step in Steps where TimeSpan.FromMinutes(x.asked + 25) >= timer.After * ((int)step + 1) select (stage.Number, step))
                && x.request.Escalate(timer, _ => Everybody(approver), end).Count == 0;
        });

    [Fact]
    public void Escalate_BusinessHoursOnly_LetsTheNightPass()
    {
        var hours = new ChangeWindow { Days = [DayOfWeek.Monday, DayOfWeek.Tuesday], From = new(8, 0), Until = new(9, 30), Zone = "UTC" };
        var timer = new EscalationTimer(TimeSpan.FromMinutes(60), hours);
        // Monday, 09:00: thirty minutes count today, and the rest from 08:00 tomorrow.
        Assert.Equal(TimeSpan.FromMinutes(30), timer.Counted(World.Now, World.Now.AddHours(22)));
        Assert.Equal(TimeSpan.FromMinutes(60), timer.Counted(World.Now, World.Now.AddHours(23.5)));
        Assert.Equal(TimeSpan.FromMinutes(120), timer.Counted(World.Now, World.Now.AddDays(6)));
    }

    [Fact]
    public void NoteUnanswerable_OverRandomPeople_NamesExactlyTheRolesNobodyMayAnswerIn() => World.Holds(
        from request in World.Requests from people in Gen.ListOf(World.Approvers).Resize(6) select (request, people: people.ToList()),
        x =>
        {
            x.request.NoteUnanswerable(x.people, World.Now);
            var again = x.request.NoteUnanswerable(x.people, World.Now.AddMinutes(1));
            // Whoever can decide now fills a stage of a role that is not named.
            return !again && x.request.UnanswerableSince is null == (x.request.Unanswerable.Count == 0)
                && x.people.TrueForAll(person => !x.request.TurnFor(person, World.Now).Succeeded || !x.request.Unanswerable.Contains(x.request.TurnFor(person, World.Now).Value.Stage.Role))
                && (x.people.Count > 0 || x.request.Unanswerable.SequenceEqual(x.request.Stages.Select(stage => stage.Role).Distinct().Order()));
        });

    private static List<EscalatedTo> Everybody(ApproverFacts who) =>
        [new(World.People[0], EscalatedAs.Deputy, who.Person), new(World.People[1], EscalatedAs.Manager, who.Person), new(World.People[2], EscalatedAs.IamStaff, null)];

    private static ApproverFacts Holder(AccessRequest request, PersonId person) =>
        new() { Person = person, Active = true, InTenant = true, RolesHeld = request.Stages.Select(stage => stage.Role).ToHashSet() };
}

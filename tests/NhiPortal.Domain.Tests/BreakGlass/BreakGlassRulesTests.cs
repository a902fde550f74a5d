using FsCheck.Fluent;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy.Rules;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Tests.BreakGlass;

/// <summary>One person alone, but only with a right, only briefly, only what was asked, and never without a debt that somebody else must close.</summary>
public sealed class BreakGlassRulesTests
{
    private sealed record Try(BreakGlassFacts Facts, int Minutes, DateTimeOffset At);

    private static readonly FsCheck.Gen<PersonId?> Somebody = Gen.Elements(World.People.Select(person => (PersonId?)person).Append(null).Append(null));

    private static readonly FsCheck.Gen<Try> Tries =
        from person in World.Approvers
        from lender in World.Approvers
        from lends in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from allowed in Gen.Frequency((6, Gen.Constant(true)), (1, Gen.Constant(false)))
        from longest in Gen.Choose(1, 240)
        from debt in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from chief in Somebody
        from deputyFor in Gen.Frequency((2, Gen.Constant<ApproverFacts?>(null)), (1, World.Approvers.Select(owner => (ApproverFacts?)owner)))
        from minutes in Gen.Choose(-1, 90)
        from later in Gen.Frequency((9, Gen.Choose(0, 59)), (1, Gen.Choose(60, 90)))
        select new Try(
            new BreakGlassFacts
            {
                Person = lends && lender.Person != person.Person ? person with { Lent = [.. lender.RolesHeld.Select(role => new LentRole(role, lender, "L"))] } : person,
                Policy = (allowed, longest),
                DebtOpen = debt,
                DutyChief = chief,
                DeputyFor = deputyFor?.Person == person.Person ? null : deputyFor,
            },
            minutes, World.Now.AddMinutes(later));

    private static readonly FsCheck.Gen<(AccessRequest Request, IReadOnlyList<Try> Tries)> Stories =
        from request in World.Requests
        from tries in Gen.ListOf(Tries).Resize(12)
        select (request, (IReadOnlyList<Try>)[.. tries]);

    [Fact]
    public void BreakGlass_OverRandomPeople_IsRightfulShortExactAndAlone()
    {
        var broken = 0;
        World.Holds(
            Stories,
            story =>
            {
                var request = story.Request;
                foreach (var attempt in story.Tries)
                {
                    var person = attempt.Facts.Person;
                    var breaches = SeparationRules.Breaches(request, person).Select(breach => breach.Code).ToList();
                    var (stages, decisions, status) = (request.Stages.Count(request.IsComplete), request.Decisions.Count, request.Status);
                    var needed = request.WhyNotNeeded(person, attempt.At) is null;
                    var result = request.BreakGlass(attempt.Facts, new BreakGlassOrder(attempt.Minutes, "It cannot wait any longer."), attempt.At);
                    if (!result.Succeeded)
                    {
                        if (request.Decisions.Count != decisions || request.Status != status)
                            return false;
                        continue;
                    }

                    var (use, grant) = (result.Value.Use, result.Value.Grant);
                    var chief = attempt.Facts.DutyChief == person.Person;
                    // Whoever acts in another's place has no more right than they have.
                    bool Free(ApproverFacts owner) => !SeparationRules.Breaches(request, owner).Select(breach => breach.Code).Except(BreakGlassRules.MaySetAside).Any();
                    var lent = person.Lent.Any(role => role.Role == OwnerRole.SystemOwner && (use.ForId != role.Lender.Person || Free(role.Lender)));
                    var deputy = attempt.Facts.DeputyFor is { } owner && (use.ForId != owner.Person || Free(owner));
                    if (!needed || status != RequestStatus.Pending || request.Status != RequestStatus.Approved || attempt.At >= request.ExpiresAt || !attempt.Facts.Policy!.Value.Allowed)
                        return false;
                    if (!chief && (attempt.Facts.DebtOpen || !(person.RolesHeld.Contains(OwnerRole.SystemOwner) || lent || deputy)))
                        return false;
                    if (breaches.Except(BreakGlassRules.MaySetAside).Any() || !person.Active || !person.InTenant || person.Controllers.Any(controller => person.Is(controller.Person)))
                        return false;
                    var length = grant.Until - grant.From;
                    if (grant.From != attempt.At || length != TimeSpan.FromMinutes(attempt.Minutes) || attempt.Minutes > Math.Min(60, Math.Min(request.LongestMinutes, attempt.Facts.Policy.Value.LongestMinutes)))
                        return false;
                    if ((grant.BindingHash, grant.WorkloadId, grant.ActionName, grant.ResourceId) != (request.BindingHash, request.WorkloadId, request.ActionName, request.ResourceId))
                        return false;
                    if (request.Decisions.Count != decisions + 1 || request.Stages.Count(request.IsComplete) != stages || !request.Decisions[^1].ByBreakGlass)
                        return false;
                    if (use.ReviewDue != attempt.At.AddHours(24) || use.ReviewedAt is not null || !use.SetAside.SequenceEqual(breaches))
                        return false;
                    broken++;
                }

                return request.Decisions.Count <= 1;
            },
            20_000);
        Assert.True(broken > 200, $"The glass was broken {broken} times only; the property would prove little.");
    }

    [Fact]
    public void RightTo_MoreDebtOrMoreFacts_NeverLoosens() => World.Holds(
        from request in World.Requests
        from attempt in Tries
        from controller in Gen.Elements(World.People)
        select (request, attempt.Facts, controller),
        x =>
        {
            bool May(BreakGlassFacts facts) => BreakGlassRules.RightTo(x.request, facts).Succeeded;
            var stricter = x.Facts with { Person = x.Facts.Person with { Controllers = [.. x.Facts.Person.Controllers, new ControllingPerson(x.controller, "changed it.")] } };
            return (!May(x.Facts with { DebtOpen = true }) || May(x.Facts with { DebtOpen = false }))
                && (!May(stricter) || May(x.Facts))
                && !May(x.Facts with { Policy = (false, 60) }) && !May(x.Facts with { Policy = null })
                && (!May(x.Facts with { DebtOpen = true }) || x.Facts.DutyChief == x.Facts.Person.Person);
        });

    [Fact]
    public void Review_OverRandomPeople_IsByNobodyBehindItAndOnce()
    {
        var reviewed = 0;
        World.Holds(
            from request in World.Requests
            from attempt in Tries
            from reviewer in World.Approvers
            select (request, attempt, reviewer),
            x =>
            {
                var made = x.request.BreakGlass(x.attempt.Facts, new BreakGlassOrder(1, "It cannot wait any longer."), World.Now);
                if (!made.Succeeded)
                    return true;
                var (use, who) = (made.Value.Use, x.reviewer);
                var on = DateOnly.FromDateTime(World.Now.UtcDateTime);
                var given = new BreakGlassReview("What happened", "What changed", true, "INC-1") { Rotated = "The key", RotatedBy = World.People[0], RotatedOn = on };
                if (!use.Review(x.request, made.Value.Grant, who, given, World.Now.AddHours(1)).Succeeded)
                    return use.ReviewedAt is null;
                reviewed++;
                PersonId?[] behind = [use.PersonId, use.ForId, x.request.RequestedById, x.request.StartedById];
                return !behind.Contains(who.Person) && who.Controllers.All(controller => controller.Person != who.Person) && !who.DeputyOf.Contains(use.PersonId) && who is { Active: true, InTenant: true }
                    && use.Review(x.request, made.Value.Grant, who, given, World.Now.AddHours(2)).Refusal?.Code == "already_reviewed" && !use.FindOverdue(World.Now.AddDays(9));
            },
            5000);
        Assert.True(reviewed > 100, $"Only {reviewed} reviews were given; the property would prove little.");
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void Review_RotationOutsideItsTime_IsRefused(int days, bool allowed)
    {
        var (request, owner) = Alone();
        var (use, grant) = request.BreakGlass(owner, new BreakGlassOrder(5, "It cannot wait any longer."), World.Now).Value;
        var reviewer = owner.Person with { Person = World.People[4], RolesHeld = new HashSet<OwnerRole>() };
        var given = new BreakGlassReview("What happened", "What changed", false, "INC-1") { Rotated = "The key", RotatedBy = World.People[0], RotatedOn = DateOnly.FromDateTime(World.Now.UtcDateTime).AddDays(days) };
        Assert.Equal("still_running", use.Review(request, grant, reviewer, given, World.Now.AddMinutes(4)).Refusal?.Code);
        Assert.Equal(allowed ? null : "rotated_on", use.Review(request, grant, reviewer, given, World.Now.AddDays(1)).Refusal?.Code);
    }

    [Fact]
    public void FindOverdue_OnceAndNotBefore()
    {
        var (request, owner) = Alone();
        var use = request.BreakGlass(owner, new BreakGlassOrder(5, "It cannot wait any longer."), World.Now).Value.Use;
        Assert.False(use.FindOverdue(World.Now.AddHours(24).AddTicks(-1)));
        Assert.True(use.FindOverdue(World.Now.AddHours(24)));
        Assert.False(use.FindOverdue(World.Now.AddHours(25)));
    }

    private static (AccessRequest Request, BreakGlassFacts Owner) Alone() => (
        AccessRequest.Ask(
            new AskedFor
            {
                Tenant = default, Integration = default, Workload = World.Workloads[0], Target = World.Directory, Call = World.Call("u1"), Parameters = "{}", Risk = Domain.Targets.RiskLevel.Low,
                Justification = "because", Minutes = 10, PolicyVersion = 1, Basis = new([]),
                Rule = new Domain.Policy.ApprovalRule { Name = "r", Stages = [new(1, OwnerRole.SystemOwner, 1), new(1, OwnerRole.IamOwner, 1)], LongestGrantMinutes = 60, RequestLifetimeMinutes = 60 },
            }, World.Now),
        new BreakGlassFacts
        {
            Person = new ApproverFacts { Person = World.People[0], Active = true, InTenant = true, RolesHeld = new HashSet<OwnerRole> { OwnerRole.SystemOwner } }, Policy = (true, 60), DebtOpen = false,
        });
}

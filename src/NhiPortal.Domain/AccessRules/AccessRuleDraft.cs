using NhiPortal.Domain.Policy;

namespace NhiPortal.Domain.AccessRules;

/// <summary>The rules a tenant is writing; there is one draft for each. Only <see cref="Publish"/> makes a version of it.</summary>
public sealed class AccessRuleDraft : Draft
{
    private AccessRuleDraft() { }

    public TenantId TenantId { get; private set; }

    /// <summary>The pack as JSON text.</summary>
    public string Pack { get; private set; } = "";

    public static AccessRuleDraft Start(TenantId tenant, AccessRuleVersion? inForce) => new() { TenantId = tenant, BasedOn = inForce?.Number ?? 0, Pack = inForce?.Pack ?? RulePack.Empty.ToJson() };

    /// <summary>Keeps a new state; rules that could not be published are not even kept, examples that fail are.</summary>
    public Result<Done> Save(RulePack pack, PersonId by, DateTimeOffset now)
    {
        if (pack.Check().Refusal is { } impossible)
            return impossible;
        var kept = Keep(by, now);
        if (kept.Succeeded)
            Pack = pack.ToJson();
        return kept;
    }

    /// <summary>The only way to a new version: what lets more through needs two people, and every example must be answered as it says.</summary>
    public Result<AccessRuleVersion> Publish(AccessRuleVersion? inForce, PersonId by, string? reason, DateTimeOffset now)
    {
        if ((inForce?.Number ?? 0) != BasedOn)
            return new Refusal("draft_outdated", $"Version {inForce?.Number} was published since this draft was begun. Begin a new one.");
        var pack = RulePack.Parse(Pack);
        if ((pack.Refusal ?? pack.Value.Check().Refusal) is { } impossible)
            return impossible;
        if (pack.Value.RunTests().FirstOrDefault(outcome => !outcome.Passed) is { } failed)
            return new Refusal("test_fails", $"The example \"{failed.Test.Name}\" is not answered as it says. Mend the rules or the example first.");
        if (Pack == (inForce?.Pack ?? RulePack.Empty.ToJson()))
            return new Refusal("nothing_changed", "Nothing would be answered differently than by the version in force.");
        if (!Difference(inForce).IsWeaker)
            return AccessRuleVersion.Of(this, by, null, reason, now);
        if (State != DraftState.WaitingForSecondPerson || AskedById is not { } asked)
            return new Refusal("second_person_needed", "These rules let more through than those in force, so one person alone cannot publish them.");
        return WhyNotSecond(by) is { } notYou ? notYou : AccessRuleVersion.Of(this, asked, by, AskReason, now);
    }

    public AccessRuleDifference Difference(AccessRuleVersion? inForce) => AccessRuleDifference.Between(
        inForce is null ? [] : RulePack.Parse(inForce.Pack) is { Succeeded: true } before && before.Value.Check().Succeeded ? before.Value.Rules : null,
        RulePack.Parse(Pack) is { Succeeded: true } pack ? pack.Value.Rules : []);

    protected override string AsksForLess => "it lets more through than the rules in force";
}

using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Features.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.AccessRules;

/// <summary>The draft somebody acts on, the version it would follow, where, and who they are.</summary>
public sealed record AccessRuleAct(PersonId By, AccessRuleDraft? Draft, AccessRuleVersion? InForce, string Tenant);

/// <summary>What every act on a tenant's draft reads and refuses first, and what publishing writes.</summary>
public static class AccessRuleActs
{
    /// <param name="run">The use case's run.</param>
    /// <param name="tenant">Whose rules.</param>
    /// <param name="seen">The token of the draft that the person looked at; an empty one for none.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<Result<AccessRuleAct>> AccessRuleActAsync(this Work run, TenantId tenant, Guid seen, CancellationToken cancellation)
    {
        if (Permissions.Check(run.Actor, Permission.ManagePolicies) is { } refused)
            return refused;
        var name = await run.Db.Tenants.Where(t => t.Id == tenant).Select(t => t.Name).SingleOrDefaultAsync(cancellation);
        if (name is null || !run.Actor.SeesTenant(tenant))
            return new Refusal("no_tenant", "There is no such tenant for you.");
        run.About = run.About with { Tenant = tenant };
        var draft = await run.Db.AccessRuleDrafts.SingleOrDefaultAsync(d => d.TenantId == tenant, cancellation);
        if ((draft?.Token ?? Guid.Empty) != seen)
            return draft is null ? DraftActs.NoDraft : new Refusal("draft_changed", "Somebody saved this draft after you had opened it. Nothing of yours was saved, and nothing of theirs was overwritten.");
        return new AccessRuleAct(run.Actor.Person!.Value, draft, await run.Db.NewestRulesAsync(tenant, cancellation), name);
    }

    /// <summary>Puts a version in force and says so for the record, whichever way it came.</summary>
    public static int Publish(this Work run, AccessRuleAct act, AccessRuleVersion version)
    {
        var difference = act.Draft!.Difference(act.InForce);
        run.Db.AccessRuleVersions.Add(version);
        run.Db.AccessRuleDrafts.Remove(act.Draft);
        run.Record(run.About with
        {
            Kind = "access_rules.published",
            Sentence = $"{run.Actor.Name} published version {version.Number} of the access rules of {act.Tenant}{(version.AgreedById is null ? "" : " as its second person")}.",
            Before = Facts(act.InForce?.Pack),
            After = Facts(version.Pack),
            Facts = new Dictionary<string, string?>
            {
                ["version"] = version.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["reason"] = version.Reason,
                ["asked_by"] = version.PublishedById.ToString(),
                ["agreed_by"] = version.AgreedById?.ToString(),
                ["written_by"] = string.Join(' ', act.Draft.Editors),
                ["weaker"] = AccessRuleWords.Weaker(difference),
            },
        });
        return version.Number;
    }

    /// <summary>What a pack's rules are, for the record.</summary>
    public static Dictionary<string, string?> Facts(string? pack) => new()
    {
        ["rules"] = pack is not null && RulePack.Parse(pack) is { Succeeded: true } read ? Text.Kept(string.Join(' ', read.Value.Rules.Select(AccessRuleWords.Of)), 2000) : null,
    };
}

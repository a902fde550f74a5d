using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Policy;

/// <summary>The draft somebody acts on, the version it would follow, and who they are.</summary>
public sealed record DraftAct(PersonId By, PolicyDraft? Draft, PolicyVersion InForce);

/// <summary>What every act on the draft reads and refuses first.</summary>
public static class DraftActs
{
    public static Refusal NoDraft => new("no_draft", "There is no draft. It was published or thrown away; look at the versions.");

    /// <param name="run">The use case's run.</param>
    /// <param name="seen">The token of the draft that the person looked at; an empty one for none.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<Result<DraftAct>> DraftActAsync(this Work run, Guid seen, CancellationToken cancellation)
    {
        if (Permissions.Check(run.Actor, Permission.ManagePolicies) is { } refused)
            return refused;
        if (await run.Db.NewestPolicyAsync(cancellation) is not { } inForce)
            return new Refusal("no_policy", "This portal has no policy to start from. Tell whoever runs it.");
        var draft = await run.Db.PolicyDrafts.SingleOrDefaultAsync(d => d.Id == PolicyDraft.TheOne, cancellation);
        if ((draft?.Token ?? Guid.Empty) != seen)
            return draft is null ? NoDraft : await SavedMeanwhileAsync(run, draft, cancellation);
        return new DraftAct(run.Actor.Person!.Value, draft, inForce);
    }

    /// <summary>What a draft's rules are, for the record.</summary>
    public static Dictionary<string, string?> Facts(this IReadOnlyList<ApprovalRule> rules) => new()
    {
        ["rules"] = Text.Kept(string.Join(", ", rules.Select(rule => rule.Name)), 2000),
    };

    private static async Task<Refusal> SavedMeanwhileAsync(Work run, PolicyDraft draft, CancellationToken cancellation)
    {
        var name = await run.Db.People.Where(p => p.Id == draft.SavedById).Select(p => p.Name).FirstOrDefaultAsync(cancellation);
        var what = draft.State == DraftState.WaitingForSecondPerson ? "It waits for a second person by now" : $"It holds {draft.Rules.Count} rules now";
        return new Refusal("draft_changed", $"{name} saved this draft on {draft.SavedAt:d MMM yyyy, HH:mm} UTC, after you had opened it. {what}. Nothing of yours was saved, and nothing of theirs was overwritten.");
    }
}

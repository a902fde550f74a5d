using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Policy;

/// <summary>The draft as it is kept, or the policy in force to begin one from, and what this person may do with it.</summary>
public sealed record DraftView
{
    /// <summary>The token to save or publish with; empty when nothing is kept yet.</summary>
    public required Guid Token { get; init; }
    public required int InForce { get; init; }
    public required IReadOnlyList<ApprovalRule> Rules { get; init; }
    public required DraftState State { get; init; }
    public DateTimeOffset? SavedAt { get; init; }
    public DateTimeOffset? AskedAt { get; init; }
    public DateTimeOffset? DeclinedAt { get; init; }
    public string? SavedBy { get; init; }
    public string? AskedBy { get; init; }
    public string? AskReason { get; init; }
    public string? DeclinedBy { get; init; }
    public string? DeclineReason { get; init; }
    public IReadOnlyList<string> Editors { get; init; } = [];
    public required bool MayWrite { get; init; }

    /// <summary>Why this person cannot be the second one; null when they can.</summary>
    public Refusal? WhyNotSecond { get; init; }

    /// <summary>Keys and names of the tenants a rule can be bound to.</summary>
    public required IReadOnlyList<(string Key, string Name)> Tenants { get; init; }

    public bool IsKept => Token != Guid.Empty;

    public bool IsWaiting => State == DraftState.WaitingForSecondPerson;
}

/// <summary>Reads it for those who may see policies; null for everybody else, and where there is no policy to begin from.</summary>
public sealed class DraftQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<DraftView?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.NewestPolicyAsync(cancellation) is not { } inForce)
            return null;
        var draft = await db.PolicyDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == PolicyDraft.TheOne, cancellation);
        var involved = draft is null ? [] : new[] { draft.AskedById, draft.DeclinedById, draft.SavedById }.OfType<PersonId>().Concat(draft.Editors).Distinct().ToList();
        var people = await db.People.Where(p => involved.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        string? Name(PersonId? id) => id is { } person ? people.GetValueOrDefault(person) : null;
        var tenants = await db.Tenants.AsNoTracking().OrderBy(t => t.Name).Select(t => new { t.Id, t.Key, t.Name }).Take(ApprovalPolicy.MostTenants).ToListAsync(cancellation);
        return new DraftView
        {
            Token = draft?.Token ?? Guid.Empty,
            InForce = inForce.Number,
            Rules = draft?.Rules ?? inForce.Rules,
            State = draft?.State ?? DraftState.Edited,
            SavedAt = draft?.SavedAt,
            AskedAt = draft?.AskedAt,
            DeclinedAt = draft?.DeclinedAt,
            SavedBy = Name(draft?.SavedById),
            AskedBy = Name(draft?.AskedById),
            AskReason = draft?.AskReason,
            DeclinedBy = Name(draft?.DeclinedById),
            DeclineReason = draft?.DeclineReason,
            Editors = [.. draft?.Editors.Select(editor => Name(editor)).OfType<string>() ?? []],
            MayWrite = Permissions.Allows(actor, Permission.ManagePolicies),
            WhyNotSecond = Permissions.Check(actor, Permission.ManagePolicies) ?? draft?.WhyNotSecond(actor.Person ?? default),
            Tenants = [.. tenants.Where(tenant => actor.SeesTenant(tenant.Id)).Select(tenant => (tenant.Key, tenant.Name))],
        };
    }
}

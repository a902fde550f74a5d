using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Policy;

/// <summary>One version, and how it differs from the one before.</summary>
public sealed record PolicyVersionView(PolicyLine Line, IReadOnlyList<ApprovalRule> Rules, PolicyDifference? Difference, bool InForce);

/// <summary>Reads it; null when there is none, or none for this actor.</summary>
public sealed class PolicyVersionQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<PolicyVersionView?> RunAsync(Actor actor, int number, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = await db.Policies.AsNoTracking().Where(p => p.Number == number || p.Number == number - 1).ToListAsync(cancellation);
        if (found.Find(version => version.Number == number) is not { } asked)
            return null;
        var before = found.Find(version => version.Number == number - 1);
        var people = await db.People.Where(p => p.Id == asked.PublishedById || p.Id == asked.AgreedById).Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        string? Name(PersonId? id) => id is { } person ? people.GetValueOrDefault(person) : null;
        return new PolicyVersionView(
            new PolicyLine(asked.Number, asked.PublishedAt, Name(asked.PublishedById), Name(asked.AgreedById), asked.Reason, asked.Rules.Count), asked.Rules,
            before is null ? null : PolicyDifference.Between(before.Rules, asked.Rules),
            !await db.Policies.AnyAsync(p => p.Number > number, cancellation));
    }
}

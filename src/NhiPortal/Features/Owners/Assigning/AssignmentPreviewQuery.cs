using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Owners.Assigning;

/// <summary>What assigning would come to in one cell, or why it would not.</summary>
public sealed record AssignmentView(SeenCell Seen, string Thing, AssignmentStep Step, string? WhyNot)
{
    /// <summary>Who answers for it now; null when nobody does.</summary>
    public required string? Holder { get; init; }

    /// <summary>Who is asked already and would be asked no more.</summary>
    public required string? Nominee { get; init; }

    public OwnerCell Cell => Seen.Cell;
}

/// <summary>Shows what assigning would do, by the same analysis that does it.</summary>
public sealed class AssignmentPreviewQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<IReadOnlyList<AssignmentView>> RunAsync(Actor actor, Assignment wish, IReadOnlyList<OwnerCell> cells, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.AssignOwners))
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var lines = await AssignmentPlan.MakeAsync(db, actor, [.. cells.Distinct().Take(AssignmentPlan.Most).Select(cell => (cell, wish))], now, cancellation);
        return [.. lines.Select(line => new AssignmentView(new SeenCell(line.Cell, line.Seen), line.Thing?.Key ?? "unknown", line.Step, line.Refusal?.Sentence)
        {
            Holder = line.Holder?.HoldsAt(now, line.HolderPerson?.Active is true) is true ? line.HolderPerson!.Name : null,
            Nominee = line.Nominee?.State(now, line.NomineePerson?.Active is true) == OwnershipState.Nominated ? line.NomineePerson!.Name : null,
        })];
    }
}

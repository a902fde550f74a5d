using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Views;

/// <summary>One kept view and where it leads.</summary>
public sealed record ViewLink(Guid Id, string Name, string Query);

/// <summary>Reads a person's own views of one list, by name.</summary>
public sealed class SavedViewsQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<IReadOnlyList<ViewLink>> RunAsync(Actor actor, string place, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.SavedViews.AsNoTracking().Where(v => v.PersonId == person && v.Place == place).OrderBy(v => v.Name)
            .Select(v => new ViewLink(v.Id, v.Name, v.Query)).ToListAsync(cancellation);
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.People;

/// <summary>One person as a line of the exported file; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record PersonFileRow(
    string ObjectId, string Name, string Mail, string Status, string? InactiveSince, string External, string Tenant, string? Manager, int Owns, int Asked, int DeputyFor, string? Source);

/// <summary>Streams everybody who matches, in the list's own order.</summary>
public sealed class PeopleFileQuery(IDbContextFactory<PortalDb> databases)
{
    public async IAsyncEnumerable<PersonFileRow> RunAsync(Actor actor, PeopleFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await foreach (var p in PeopleListQuery.Rows(db, filter.Order(filter.Apply(db, actor))).AsAsyncEnumerable().WithCancellation(cancellation))
            yield return new PersonFileRow(
                p.ObjectId, p.Name, p.Mail, p.Status.ToString(), p.InactiveSince?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                p.External ? "yes" : "no", p.Tenant, p.Manager, p.Owns, p.Asked, p.DeputyFor, p.Source);
    }
}

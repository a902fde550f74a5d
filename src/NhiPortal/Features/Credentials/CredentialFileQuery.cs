using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Credentials;

/// <summary>One credential as a line of the exported file, under the headings an import reads back; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record CredentialFileRow(
    string Integration, string Label, string Kind, string KeptIn, string? Target, string? Identity, string Issued, string Expires, string? LastRotated, string Shared, string? BackupOwner,
    Guid Id, string Status, string? Due, string? LastUsed, string? LastUsedFrom, string LongLived, string? ScheduledBy, string? IamOwner);

/// <summary>Streams every credential that matches, in the list's own order.</summary>
public sealed class CredentialFileQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async IAsyncEnumerable<CredentialFileRow> RunAsync(Actor actor, CredentialFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        foreach (var stretch in filter.Stretches(filter.Apply(db, actor, now)))
            await foreach (var row in CredentialRow.Of(db, stretch).AsAsyncEnumerable().WithCancellation(cancellation))
                yield return new(
                    row.Integration, row.Label, row.Kind.ToString(), row.KeptIn, row.Target, row.Identity, CredentialReading.Text(row.IssuedAt)!, CredentialReading.Text(row.ExpiresAt) ?? CredentialDraft.Never,
                    CredentialReading.Text(row.LastRotatedAt), row.Shared ? "yes" : "no", row.BackupOwner, row.Id.Value, row.State(now).Words, Time(row.DueAt), Time(row.LastUsedAt),
                    row.LastUsedFrom?.ToString(), row.LongLived ? "yes" : "no", row.ScheduledBy, row.IamOwner);
    }

    private static string? Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>One event as a line of the exported table; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record AuditFileRow(
    Guid EventId, string At, string Kind, string Actor, string Sentence, string? Integration, string? Target, string? Client, long? LeafIndex);

/// <summary>One event for a file: as a row of a table, or in full as a line of JSON.</summary>
public sealed record AuditFileLine(string Body, long? LeafIndex, string? LeafHash)
{
    public AuditFileRow Row()
    {
        var body = AuditBody.Parse(Body);
        return new(body.Id, body.At.UtcDateTime.ToString("o", CultureInfo.InvariantCulture), body.Kind, body.Actor.Name, body.Sentence, body.Integration?.Key,
            body.Target?.Key, body.Client, LeafIndex);
    }

    /// <summary>The body stands in it as it was hashed, byte for byte.</summary>
    public string Json() => LeafIndex is { } index
        ? string.Create(CultureInfo.InvariantCulture, $$"""{"body":{{Body}},"leaf_hash":"{{LeafHash}}","leaf_index":{{index}}}""")
        : $$"""{"body":{{Body}}}""";
}

/// <summary>Streams every event that matches, newest first, whatever their number: up to the newest one when the reading began.</summary>
public sealed class AuditFileQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Chunk = 2_000;

    public async IAsyncEnumerable<AuditFileLine> RunAsync(Actor actor, AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            yield break;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var match = await AuditMatch.ReadAsync(db, actor, filter, cancellation);
        if (match.Nothing)
            yield break;
        var walk = await AuditWalk.StartAsync(db, match, filter with { NewerThan = null, OlderThan = null }, false, false, cancellation);
        // In steps: one long reading would keep an old state of the database alive for as long as the file takes.
        for (long? after = null; ;)
        {
            var rows = await walk.TakeAsync(after, Chunk, cancellation);
            foreach (var row in rows.DistinctBy(row => row.Id).Where(row => match.Told?.Invoke(AuditBody.Parse(row.Body)) != false))
                yield return new AuditFileLine(row.Body, row.LeafIndex, row.LeafHash is null ? null : Convert.ToHexStringLower(row.LeafHash));
            if (rows.Count < Chunk)
                yield break;
            after = rows[^1].Id;
        }
    }
}

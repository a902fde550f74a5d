using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;

namespace NhiPortal.Features.Controls;

/// <summary>Keeps what failed with each measurement, and reads what failed at the end of a period.</summary>
internal static class FailingLists
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Writes a list only where it differs from the one that is kept: most days change nothing.</summary>
    public static async Task KeepAsync(this PortalDb db, TenantId tenant, string query, IEnumerable<FailingObject> failing, DateTimeOffset now, CancellationToken cancellation)
    {
        var packed = Pack([.. failing.Take(ControlFailingList.Most).Select(row => new FailingThing(row.Kind, row.Id, row.Key, row.Name, row.Detail, row.Since))]);
        var newest = await db.ControlFailingLists.Where(l => l.TenantId == tenant && l.Query == query).OrderByDescending(l => l.Day).FirstOrDefaultAsync(cancellation);
        if (newest is not null && newest.Packed.AsSpan().SequenceEqual(packed))
            return;
        if (newest?.Day == ControlMeasure.DayOf(now))
            newest.Again(packed);
        else
            db.Add(ControlFailingList.Of(tenant, query, packed, now));
    }

    /// <summary>By query, what failed when it was measured last within the period; the first of each tenant, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<FailingObject>>> FailedAtAsync(
        this PortalDb db, IReadOnlyList<TenantId>? tenants, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var inside = db.ControlMeasures.AsNoTracking().InTenants(tenants).Where(m => m.MeasuredAt >= from && m.MeasuredAt < until);
        var last = await inside.Where(m => m.Day == inside.Where(other => other.TenantId == m.TenantId).Max(other => other.Day) && m.Failing > 0 && m.Missing == null)
            .Select(m => new { m.Query, m.TenantId, Packed = db.ControlFailingLists.Where(l => l.TenantId == m.TenantId && l.Query == m.Query && l.Day <= m.Day).OrderByDescending(l => l.Day).Select(l => l.Packed).FirstOrDefault() })
            .OrderBy(row => row.TenantId).ToListAsync(cancellation);
        return last.GroupBy(row => row.Query, StringComparer.Ordinal).ToDictionary(group => group.Key, IReadOnlyList<FailingObject> (group) =>
            // Of what there is one for all tenants, each tenant has the same list.
            [.. (EvidenceQueries.Named(group.Key)?.PortalWide == true ? group.Take(1) : group).SelectMany(row => row.Packed is { } packed ? Unpack(packed) : []).Take(ControlFailingList.Most)], StringComparer.Ordinal);
    }

    private static byte[] Pack(IReadOnlyList<FailingThing> failing)
    {
        using var bytes = new MemoryStream();
        using (var zip = new BrotliStream(bytes, CompressionLevel.Fastest))
            JsonSerializer.Serialize(zip, failing, Format);
        return bytes.ToArray();
    }

    private static IEnumerable<FailingObject> Unpack(byte[] packed)
    {
        using var zip = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return [.. (JsonSerializer.Deserialize<List<FailingThing>>(zip, Format) ?? []).Select(row => new FailingObject { Kind = row.Kind, Id = row.Thing, Key = row.Key, Name = row.Name, Detail = row.Detail, Since = row.Since })];
    }
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>Counts every fault and keeps the first few, so that a ruined log cannot fill the memory.</summary>
internal sealed class FaultList
{
    public const int Most = 20;

    public long Count { get; private set; }

    public List<LogFault> Kept { get; } = [];

    public void Add(LogFaultKind kind, long? leafIndex, string sentence)
    {
        Count++;
        if (Kept.Count < Most)
            Kept.Add(new LogFault(kind, leafIndex, null, sentence));
    }
}

/// <summary>Adds to a fault which event stands at its place now.</summary>
internal static class FaultPlace
{
    public static async Task<IReadOnlyList<LogFault>> NamedAsync(IDbContextFactory<PortalDb> databases, IReadOnlyList<LogFault> faults, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var named = new List<LogFault>();
        foreach (var fault in faults)
        {
            var body = fault.LeafIndex is not { } index ? null : await db.AuditEvents.AsNoTracking()
                .Where(e => e.LeafIndex == index).OrderBy(e => e.Id).Select(e => e.Body).FirstOrDefaultAsync(cancellation);
            // Only the body is asked: in a changed row the columns may hold anything.
            named.Add(body is not null && AuditColumns.TryRead(Encoding.UTF8.GetBytes(body), out var told)
                ? fault with { Sentence = $"{fault.Sentence} (There stands now: {told.Kind}, {told.At:yyyy-MM-dd HH:mm:ss} UTC, event {told.EventId}.)" }
                : fault);
        }

        return named;
    }
}

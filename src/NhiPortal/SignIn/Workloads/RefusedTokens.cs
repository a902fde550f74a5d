using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.SignIn.Workloads;

/// <summary>
/// Records refused tokens without letting a flood fill the log: the first of an issuer, reason and address at once, what
/// follows within a second as one event with a count, at most <see cref="Distinct"/> such events a second altogether.
/// </summary>
internal sealed partial class RefusedTokens(IDbContextFactory<PortalDb> databases, TimeProvider time, ILogger<RefusedTokens> log) : BackgroundService
{
    private const int Distinct = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly SemaphoreSlim waiting = new(0, 1);
    private Dictionary<Key, int> counts = [];

    /// <param name="issuer">A trusted issuer, or null: a stranger's own words must not make new lines in the log.</param>
    /// <param name="reason">Why the token was refused.</param>
    /// <param name="address">Where the call came from.</param>
    public void Add(string? issuer, string reason, string? address)
    {
        var key = new Key(issuer ?? "untrusted", reason, address);
        lock (gate)
        {
            if (counts.Count >= Distinct && !counts.ContainsKey(key))
                key = new Key("several", "several", null);
            counts[key] = counts.GetValueOrDefault(key) + 1;
            if (waiting.CurrentCount == 0)
                waiting.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await waiting.WaitAsync(stoppingToken);
                await WriteAsync();
                await Task.Delay(Pause, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await WriteAsync();
        }
    }

    // Not cancelled by a shutdown: what was counted is written.
    private async Task WriteAsync()
    {
        Dictionary<Key, int> taken;
        lock (gate)
            (taken, counts) = (counts, []);
        if (taken.Count == 0)
            return;
        try
        {
            await using var db = await databases.CreateDbContextAsync();
            var now = time.GetUtcNow();
            db.AuditEvents.AddRange(taken.Select(entry => AuditEvent.Of(Body(entry.Key, entry.Value, now))));
            await db.SaveChangesAsync();
        }
        catch (Exception error) when (error is DbUpdateException or System.Data.Common.DbException)
        {
            NotWritten(error, taken.Count);
            lock (gate)
                foreach (var (key, count) in taken.Take(Distinct - counts.Count))
                    counts[key] = counts.GetValueOrDefault(key) + count;
        }
    }

    private static AuditBody Body(Key key, int count, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        At = now,
        Kind = "token.refused",
        Actor = new AuditActor(ActorKind.Anonymous, Guid.Empty, "nobody"),
        Sentence = count == 1 ? $"A token was refused: {key.Reason}." : $"{count} tokens were refused: {key.Reason}.",
        Client = key.Address,
        Facts = new Dictionary<string, string?>
        {
            ["count"] = count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["issuer"] = key.Issuer,
            ["reason"] = key.Reason,
        },
    };

    private readonly record struct Key(string Issuer, string Reason, string? Address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} kinds of refused tokens could not be recorded and are tried again")]
    private partial void NotWritten(Exception error, int count);
}

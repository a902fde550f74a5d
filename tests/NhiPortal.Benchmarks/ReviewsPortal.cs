using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;
using NhiPortal.Features;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;

namespace NhiPortal.Benchmarks;

/// <summary>The large organisation with the people of one access review, on a clock that can be moved.</summary>
internal sealed class ReviewsPortal : IAsyncDisposable
{
    private const int Wanted = 5_000;

    private readonly ServiceProvider services;

    private ReviewsPortal(string folder)
    {
        var settings = new PortalSettings { Data = folder };
        services = new ServiceCollection().AddSingleton(settings).AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning)).AddSingleton<TimeProvider>(Clock)
            .AddData(new DatabaseSettings(), folder).ConfigureDbContext<SqlitePortalDb>(options => options.AddInterceptors(Commits)).AddFeatures(settings).BuildServiceProvider();
    }

    public MovedClock Clock { get; } = new();
    public LongestCommit Commits { get; } = new();
    public Actor Staff { get; private set; } = null!;
    public TenantId Tenant { get; private set; }

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public PortalDb Db() => Get<IDbContextFactory<PortalDb>>().CreateDbContext();

    public ValueTask DisposeAsync() => services.DisposeAsync();

    public static async Task<ReviewsPortal> OpenAsync(string folder, int size)
    {
        var isNew = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        var portal = new ReviewsPortal(folder);
        await using var db = portal.Db();
        if (isNew)
            await ListsPortal.SeedAsync(db, size);
        portal.Tenant = await db.Integrations.GroupBy(i => i.TenantId).OrderByDescending(group => group.Count()).Select(group => group.Key).FirstAsync();
        // Nobody who owns anything: a fallback has to be free to decide.
        var free = await db.People.Where(p => p.TenantId == portal.Tenant && p.Status == PersonStatus.Active && !p.External && !db.Ownerships.Any(o => o.PersonId == p.Id && o.IntegrationId != null && o.ClosedAt == null)).OrderBy(p => p.Id).FirstOrDefaultAsync();
        if (free is null)
            db.Add(free = Person.Create(portal.Tenant, "oid-review-lead", "Review lead", "review-lead@home.example", portal.Clock.GetUtcNow()));
        await db.SaveChangesAsync();
        portal.Staff = As(free.Id, portal.Tenant, Role.IamStaff);
        return portal;
    }

    /// <summary>A scope with about as many items as are wanted: what is of high risk and was not confirmed for so many days.</summary>
    public async Task<CampaignPlan> PlanAsync()
    {
        var lead = Staff.Person!.Value;
        CampaignPlan Plan(int days) => new()
        {
            Name = "Everything of high risk", Scope = new() { RiskFrom = RiskLevel.High, UnattestedDays = days }, Stages = [new(ReviewerRule.SystemOwner)], Fallback = lead, Lead = lead, DueDays = 10,
        };
        var (low, high, best) = (1, ReviewScope.MostUnattestedDays, default((int Days, CampaignPreview Preview)));
        while (low <= high)
        {
            var days = (low + high) / 2;
            var preview = (await Get<CampaignPreviewQuery>().RunAsync(Staff, Tenant, Plan(days), default)).Value;
            if (best.Preview is null || Math.Abs(preview.Count.Items - Wanted) < Math.Abs(best.Preview.Count.Items - Wanted))
                best = (days, preview);
            (low, high) = preview.Count.Items > Wanted ? (days + 1, high) : (low, days - 1);
        }

        Console.WriteLine($"Not confirmed for {best.Days} days: {best.Preview!.Sentence}");
        return Plan(best.Days);
    }

    public async Task<CampaignId> StartAsync(CampaignPlan plan)
    {
        var made = await Get<SaveCampaign>().RunAsync(Staff, Tenant, null, plan, default);
        var started = await Get<StartCampaign>().RunAsync(Staff, made.Value, default);
        return started.Succeeded ? made.Value : throw new InvalidOperationException(started.Refusal.Sentence);
    }

    /// <summary>Whoever has most to decide, with at least so many items: what is missing is handed to them.</summary>
    public async Task<(Actor Who, IReadOnlyList<int> Items)> BusiestAsync(CampaignId id, int atLeast)
    {
        await using var db = Db();
        var waiting = await db.ReviewItems.Where(i => i.CampaignId == id).Select(i => new { i.Number, i.ReviewerId }).ToListAsync();
        var most = waiting.GroupBy(i => i.ReviewerId).MaxBy(group => group.Count())!;
        var others = waiting.Where(i => i.ReviewerId != most.Key).Select(i => i.Number).Take(Math.Max(0, atLeast - most.Count())).ToList();
        if (others.Count > 0 && await Get<ReassignItems>().RunAsync(Staff, id, null, others, most.Key, "Measured with so many", default) is { Succeeded: false } no)
            throw new InvalidOperationException(no.Refusal.Sentence);
        return (As(most.Key, Tenant), [.. most.Select(i => i.Number).Concat(others).Order()]);
    }

    public async Task DraftAsync(Actor who, CampaignId id, IReadOnlyList<int> numbers, ReviewVoice voice)
    {
        var drafted = await Get<AnswerItems>().RunAsync(who, id, numbers, voice with { Reason = "It does what the ticket says", Seconds = 20 * numbers.Count }, default);
        if (!drafted.Succeeded)
            throw new InvalidOperationException(drafted.Refusal.Sentence);
    }

    /// <summary>Everybody answers for what waits for them: of twenty, three are revoked, one is rotated, twelve are kept; four wait on.</summary>
    public async Task AnswerAllAsync(CampaignId id)
    {
        await using var db = Db();
        var waiting = await db.ReviewItems.Where(i => i.CampaignId == id && i.Outcome == null).Select(i => new { i.Number, i.ReviewerId }).ToListAsync();
        var day = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(60);
        foreach (var own in waiting.GroupBy(i => i.ReviewerId))
        {
            var who = As(own.Key, Tenant);
            foreach (var alike in own.Where(i => i.Number % 20 < 16).GroupBy(i => (i.Number % 20) switch { < 3 => ReviewAnswer.Revoke, 3 => ReviewAnswer.KeepAndRotate, _ => ReviewAnswer.Keep }))
                foreach (var some in alike.Chunk(AnswerItems.Most))
                    await DraftAsync(who, id, [.. some.Select(i => i.Number)], new(alike.Key) { RotateBy = day });
            await Get<SubmitAnswers>().RunAsync(who, id, default);
        }
    }

    public async Task CloseAsync(CampaignId id)
    {
        var closed = await Get<CloseReview>().RunAsync(Staff, id, "Measured to its end", default);
        if (!closed.Succeeded)
            throw new InvalidOperationException(closed.Refusal.Sentence);
    }

    public async Task PrintOutcomesAsync(CampaignId id)
    {
        await using var db = Db();
        var outcomes = await db.ReviewItems.Where(i => i.CampaignId == id).GroupBy(i => i.Outcome).Select(group => new { group.Key, Count = group.Count() }).ToListAsync();
        Console.WriteLine($"{string.Join(", ", outcomes.OrderByDescending(o => o.Count).Select(o => $"{o.Count:N0} {o.Key}"))}; {await db.CarryOuts.CountAsync(l => l.CampaignId == id):N0} lines.");
    }

    private static Actor As(PersonId person, TenantId tenant, params Role[] roles) =>
        new() { Kind = ActorKind.Person, Id = person.Value, Name = "measured", Tenants = new HashSet<TenantId> { tenant }, Roles = roles.ToHashSet() };
}

/// <summary>The clock, moved.</summary>
internal sealed class MovedClock : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}

/// <summary>How long one transaction kept every other writer waiting.</summary>
internal sealed class LongestCommit : DbTransactionInterceptor
{
    private readonly ConcurrentDictionary<DbTransaction, long> begun = [];

    public TimeSpan Longest { get; set; }

    public override ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        begun[result] = Stopwatch.GetTimestamp();
        return new(result);
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (begun.TryRemove(transaction, out var at) && Stopwatch.GetElapsedTime(at) is var took && took > Longest)
            Longest = took;
        return Task.CompletedTask;
    }
}

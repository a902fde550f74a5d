using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Questions;

/// <summary>One sample in the list of those drawn.</summary>
public sealed record SampleRow(Guid Id, string Question, string Words, int Size, int Population, string Seed, string DrawnBy, DateTimeOffset DrawnAt);

/// <summary>One page of them.</summary>
public sealed record SamplePageRows(IReadOnlyList<SampleRow> Rows, int Total);

/// <summary>Reads the samples drawn, newest first, for whom may read the log: those of drawers who saw no more than they.</summary>
public sealed class SampleListQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<SamplePageRows> RunAsync(Actor actor, string? question, int skip, int take, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return new([], 0);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var samples = db.QuestionSamples.AsNoTracking();
        if (question is not null)
            samples = samples.Where(s => s.Question == question);
        if (actor.Tenants is { } tenants)
        {
            var seen = await samples.Select(s => s.Sees).Distinct().ToListAsync(cancellation);
            var fitting = seen.Where(sees => sees is not null && sees.All(tenants.Contains)).ToList();
            samples = samples.Where(s => fitting.Contains(s.Sees));
        }

        var rows = await samples.OrderByDescending(s => s.DrawnAt).ThenBy(s => s.Id).Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, 200))
            .Select(s => new SampleRow(s.Id.Value, s.Question, s.Words, s.Size, s.Population, s.Seed, s.DrawnBy, s.DrawnAt)).ToListAsync(cancellation);
        return new(rows, await samples.CountAsync(cancellation));
    }
}

using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Questions;
using NhiPortal.Features.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Questions;

/// <summary>How many to draw of a question's answers, and with which seed; without one the portal takes a random one.</summary>
public sealed record SampleOrder(QuestionAsk Ask, int Size, string? Seed);

/// <summary>Draws a random sample and keeps it with its seed. Every draw stays on record, so that nobody draws until it suits.</summary>
public sealed class DrawSample(UnitOfWork work, IDbContextFactory<PortalDb> databases)
{
    public async Task<Result<QuestionSampleId>> RunAsync(Actor actor, SampleOrder order, CancellationToken cancellation)
    {
        // The population is read before the transaction, which keeps every other writer waiting.
        var read = Permissions.Check(actor, Permission.ReadAudit) is { } refused ? refused : await ReadAsync(actor, order, cancellation);
        return await work.RunAsync<QuestionSampleId>(actor, "question.sample", async run =>
        {
            if (!read.Succeeded)
                return read.Refusal;
            if (actor.Person is not { } person)
                return new Refusal("people_only", "Only a person draws a sample.");
            var (question, of, seed, lines) = read.Value;
            var sample = QuestionSample.Keep(run.Actor, person, of, seed, lines, run.Now);
            run.Db.QuestionSamples.Add(sample);
            run.Record(new AuditNote("question.sampled", string.Create(CultureInfo.InvariantCulture, $"{actor.Name} drew {lines.Count} of {of.Population} answers to “{question.Title}”: {of.Words}."))
            {
                Tenant = await run.OwnTenantAsync(cancellation),
                Facts = new Dictionary<string, string?>(QuestionNotes.Facts(question, of.Address, of.Population))
                {
                    ["sample"] = sample.Id.ToString(), ["seed"] = seed, ["size"] = lines.Count.ToString(CultureInfo.InvariantCulture),
                    ["population_sha256"] = of.PopulationSha256, ["sha256"] = sample.Sha256,
                },
            });
            return sample.Id;
        }, cancellation);
    }

    private async Task<Result<(IAuditQuestion Question, SampledQuestion Of, string Seed, IReadOnlyList<QuestionLine> Lines)>> ReadAsync(Actor actor, SampleOrder order, CancellationToken cancellation)
    {
        if (AuditQuestions.Named(order.Ask.Key) is not { } question)
            return new Refusal("not_found", "There is no such question. Choose one from the list of questions.");
        if (order.Size is < 1 or > QuestionSample.MostLines)
            return new Refusal("size", $"A sample has between 1 and {QuestionSample.MostLines} answers.");
        var given = Text.Optional(order.Seed, "The seed", QuestionSample.LongestSeed);
        if (!given.Succeeded)
            return given.Refusal;
        var seed = given.Value ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var scope = await order.Ask.Filter.ReadAsync(db, actor, question, cancellation);
        if (!scope.Succeeded)
            return scope.Refusal;
        var draw = new SampleDraw<QuestionRow>(seed, order.Size);
        await foreach (var row in question.Of(scope.Value).AsAsyncEnumerable().WithCancellation(cancellation))
            draw.Offer(row.Subject, row);
        if (draw.Population == 0)
            return new Refusal("nothing_there", "Nothing answers this question, so there is nothing to draw.");
        var of = new SampledQuestion(question.Key, question.Version, OpenQuestion.Address(order.Ask), scope.Value.Words)
        {
            From = order.Ask.Filter.Since, Until = order.Ask.Filter.Until, Population = draw.Population, PopulationSha256 = draw.PopulationSha256(),
        };
        return (question, of, seed, await question.LinesAsync(db, draw.Drawn(), cancellation));
    }
}

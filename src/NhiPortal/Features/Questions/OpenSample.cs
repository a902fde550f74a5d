using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Questions;
using NhiPortal.Features.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Questions;

/// <summary>Shows a sample as it was drawn, and records who looked; looking again within a few minutes is the same look.</summary>
public sealed class OpenSample(UnitOfWork work)
{
    public const string Read = "question.sample_read";

    public Task<Result<QuestionSample>> RunAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        work.RunAsync<QuestionSample>(actor, "question.read_sample", async run =>
        {
            if (Permissions.Check(actor, Permission.ReadAudit) is { } refused)
                return refused;
            var sample = await run.Db.QuestionSamples.AsNoTracking().SingleOrDefaultAsync(s => s.Id == new QuestionSampleId(id), cancellation);
            if (sample is null || !sample.IsFor(actor))
                return new Refusal("not_found", "There is no such sample for you.");
            if (!await run.LookedAsync(Read, "sample", sample.Id.ToString(), cancellation))
                run.Record(new AuditNote(Read, string.Create(CultureInfo.InvariantCulture, $"{actor.Name} opened the sample of {sample.Size} that {sample.DrawnBy} drew on {sample.DrawnAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC."))
                {
                    Tenant = await run.OwnTenantAsync(cancellation),
                    Facts = new Dictionary<string, string?> { ["sample"] = sample.Id.ToString(), ["question"] = sample.Question, ["sha256"] = sample.Sha256 },
                });
            return sample;
        }, cancellation);
}

using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.BreakGlass;

/// <summary>What the reviewer writes down.</summary>
public sealed record ReviewGiven(string? WhatHappened, string? WhatChanged, bool? Needed, string? Evidence)
{
    public string? Rotated { get; init; }
    public PersonId? RotatedBy { get; init; }
    public DateOnly? RotatedOn { get; init; }
}

/// <summary>Somebody independent reviews what was done by break-glass; the debt is paid and the target open again.</summary>
public sealed class ReviewBreakGlass(UnitOfWork work)
{
    public const int ShortestAccount = 20, ShortestEvidence = 3;

    public Task<Result<Done>> RunAsync(Actor actor, BreakGlassUseId id, ReviewGiven given, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "break_glass.review", async run =>
        {
            var use = await run.Db.BreakGlassUses.To(actor, run.Db).SingleOrDefaultAsync(u => u.Id == id, cancellation);
            if (actor.Person is not { } person || use is null)
                return BreakGlassWords.NotFound;
            var target = await run.Db.Targets.AsNoTracking().SingleAsync(t => t.Id == use.TargetId, cancellation);
            var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == use.IntegrationId, cancellation);
            run.About = run.About with { Tenant = use.TenantId, Request = use.RequestId, Grant = use.GrantId, Integration = Work.Thing(integration), Target = Work.Thing(target) };
            if ((await run.Db.WhyMayNotReviewAsync(actor, [use], run.Now, cancellation))[id] is { } barred)
                return barred;
            var said = Said(given);
            if (!said.Succeeded)
                return said.Refusal;
            var rotator = await run.Db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == given.RotatedBy, cancellation);
            if (Nominations.Unfit(rotator, use.TenantId, "person who rotates") is { } unfit)
                return unfit;
            var request = (await run.Db.RequestsOfAsync([use], cancellation))[0];
            var grant = await run.Db.Grants.AsNoTracking().SingleAsync(g => g.Id == use.GrantId, cancellation);
            var reviewed = use.Review(request, grant, await run.Db.ApproverFactsAsync(request, person, run.Now, cancellation), said.Value, run.Now);
            if (!reviewed.Succeeded)
                return reviewed.Refusal;
            var by = await run.Db.People.Where(p => p.Id == use.PersonId).Select(p => p.Name).SingleAsync(cancellation);
            run.Record(BreakGlassNotes.Reviewed(run.About, actor.Name, use, by, rotator!.Name, target.Key));
            return default(Done);
        }, cancellation);

    private static Result<BreakGlassReview> Said(ReviewGiven given)
    {
        var happened = Text.Required(given.WhatHappened, "What happened", Text.Reason, ShortestAccount);
        var changed = Text.Required(given.WhatChanged, "What was changed", Text.Reason, ShortestAccount);
        var evidence = Text.Required(given.Evidence, "The evidence", Text.Reason, ShortestEvidence);
        var rotated = Text.Required(given.Rotated, "What is rotated", Text.Reason, ShortestEvidence);
        if (new[] { happened, changed, evidence, rotated }.FirstOrDefault(text => !text.Succeeded) is { } missing)
            return missing.Refusal!;
        if (given.Needed is not { } needed)
            return new Refusal("missing", "Say whether it was needed.");
        if (given is not { RotatedBy: { } by, RotatedOn: { } on })
            return new Refusal("missing", "Say who rotates what was used, and by when.");
        return new BreakGlassReview(happened.Value, changed.Value, needed, evidence.Value) { Rotated = rotated.Value, RotatedBy = by, RotatedOn = on };
    }
}

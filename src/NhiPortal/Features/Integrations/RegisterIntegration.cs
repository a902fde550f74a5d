using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>A caller's own name for one registration, hashed with the body, so that sending it again registers nothing twice.</summary>
public sealed record RegisterOnce(string Key, string BodyHash);

/// <summary>An integration that was registered, or had been by the very same call before.</summary>
public sealed record Registered(IntegrationId Id, string Key);

/// <summary>Writes down a new integration as a draft and asks its owners. IAM staff do, and pipelines that may.</summary>
public sealed class RegisterIntegration(UnitOfWork work)
{
    public Task<Result<Registered>> RunAsync(Actor actor, IntegrationDraft draft, RegisterOnce? once, CancellationToken cancellation) =>
        work.RunAsync<Registered>(actor, "integration.register", async run =>
        {
            run.About = run.About with { Facts = new Dictionary<string, string?> { ["key"] = draft.Key is { Length: <= Text.Key } key ? key : null } };
            // A pipeline proved itself by its token; it can register, and nothing else here takes it for anybody.
            if (actor.Kind != ActorKind.Pipeline && Permissions.Check(actor, Permission.RegisterIntegrations) is { } refused)
                return refused;
            if (await EarlierAsync(run, once, cancellation) is { } earlier)
                return earlier;
            var read = DraftReading.Of(draft, await run.Db.DraftFactsAsync(actor, [draft], cancellation), null, run.Now);
            if (read.Draft is not { } fit)
                return read.Refusal!;
            var made = run.Register(fit);
            if (once is not null)
                run.Db.IdempotentAnswers.Add(new IdempotentAnswer { Key = once.Key, BodyHash = once.BodyHash, Made = made.Id.Value, Until = run.Now.AddHours(24) });
            return new Registered(made.Id, made.Key);
        }, cancellation);

    private static async Task<Result<Registered>?> EarlierAsync(Work run, RegisterOnce? once, CancellationToken cancellation)
    {
        if (once is null)
            return null;
        await run.Db.IdempotentAnswers.Where(answer => answer.Key == once.Key && answer.Until <= run.Now).ExecuteDeleteAsync(cancellation);
        var earlier = await run.Db.IdempotentAnswers.AsNoTracking().SingleOrDefaultAsync(answer => answer.Key == once.Key, cancellation);
        if (earlier is null)
            return null;
        if (earlier.BodyHash != once.BodyHash)
            return new Refusal("idempotency_key_reused", "This Idempotency-Key was used for another registration.");
        var id = new IntegrationId(earlier.Made);
        return await run.Db.Integrations.Where(i => i.Id == id).Select(i => new Registered(i.Id, i.Key)).SingleAsync(cancellation);
    }
}

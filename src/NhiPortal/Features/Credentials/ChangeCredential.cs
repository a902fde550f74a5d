using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Credentials;

/// <summary>Changes what is known of a credential; which integration holds it never changes.</summary>
public sealed class ChangeCredential(UnitOfWork work)
{
    /// <param name="actor">Who changes it.</param>
    /// <param name="id">The credential.</param>
    /// <param name="seen">The version the person saw; somebody else's change in between is refused.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public Task<Result<Done>> RunAsync(Actor actor, CredentialId id, int seen, CredentialDraft draft, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "credential.change", async run =>
        {
            var found = await run.CredentialAsync(id, false, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var credential = found.Value;
            if (credential.Version != seen)
                return new Refusal("changed_meanwhile", "It was changed meanwhile by somebody else. Look at it again before you change it.");
            var holder = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == credential.IntegrationId, cancellation);
            var read = (await CredentialReading.ForAsync(run, [draft], [holder.Id], cancellation)).Of(draft, holder);
            if (!read.Succeeded)
                return read.Refusal;
            if (await run.Db.Credentials.AnyAsync(c => c.IntegrationId == holder.Id && c.Status == CredentialStatus.Active && c.Label == read.Value.Label && c.Id != id, cancellation))
                return new Refusal("label_taken", "The integration has another credential of this name.");
            var (kind, target, due) = (credential.Kind, credential.TargetId, credential.ScheduledAt);
            var changed = run.Redescribe(credential, CredentialDays.Keep(read.Value, credential), run.About);
            if (!changed.Succeeded)
                return changed;
            await run.PlanAsync(credential, cancellation);
            // Which rule fits hangs on both: nobody leaves a rule by another name for the same thing.
            if ((kind, target) != (credential.Kind, credential.TargetId) && due is not null && !(credential.ScheduledAt <= due) && Permissions.Check(actor, Permission.ManageCredentials) is not null)
                return new Refusal("loosened", "As that it would be due later, or never. If it is that indeed, ask IAM staff to change it.");
            return changed;
        }, cancellation);
}

/// <summary>A form and a file can only say days; the same day is no change of the moment that is known.</summary>
internal static class CredentialDays
{
    public static CredentialDescription Keep(CredentialDescription said, Credential known) => said with
    {
        IssuedAt = Same(said.IssuedAt, known.IssuedAt) ? known.IssuedAt : said.IssuedAt,
        ExpiresAt = Same(said.ExpiresAt, known.ExpiresAt) ? known.ExpiresAt : said.ExpiresAt,
        LastRotatedAt = Same(said.LastRotatedAt, known.LastRotatedAt) ? known.LastRotatedAt : said.LastRotatedAt,
    };

    private static bool Same(DateTimeOffset? said, DateTimeOffset? known) => CredentialReading.Text(said) == CredentialReading.Text(known);
}

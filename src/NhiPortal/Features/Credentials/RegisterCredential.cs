using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Credentials;

/// <summary>Enters a credential an integration holds: everything but its value. Its owners do, and IAM staff.</summary>
public sealed class RegisterCredential(UnitOfWork work)
{
    public Task<Result<CredentialId>> RunAsync(Actor actor, CredentialDraft draft, CancellationToken cancellation) =>
        work.RunAsync<CredentialId>(actor, "credential.add", async run =>
        {
            var holder = await run.HolderAsync(draft.Integration, cancellation);
            if (!holder.Succeeded)
                return holder.Refusal;
            var read = (await CredentialReading.ForAsync(run, [draft], [holder.Value.Id], cancellation)).Of(draft, holder.Value);
            if (!read.Succeeded)
                return read.Refusal;
            if (await run.Db.Credentials.AnyAsync(c => c.IntegrationId == holder.Value.Id && c.Status == CredentialStatus.Active && c.Label == read.Value.Label, cancellation))
                return new Refusal("label_taken", "The integration has a credential of this name already. Give this one another, or change that one.");
            var before = (await CredentialReturns.ForAsync(run, [holder.Value.Id], cancellation)).Of(holder.Value, read.Value, draft.Another);
            if (!before.Succeeded)
                return before.Refusal;
            var credential = run.Enter(holder.Value, read.Value, before.Value);
            await run.PlanAsync(credential, cancellation);
            return credential.Id;
        }, cancellation);
}

/// <summary>How credentials get into the register, whoever brings them.</summary>
internal static class CredentialEntry
{
    /// <param name="run">The unit of work.</param>
    /// <param name="holder">Whose it is.</param>
    /// <param name="said">What it is.</param>
    /// <param name="returned">The one as it was before it ended, or why it is none of those.</param>
    public static Credential Enter(this Work run, Integration holder, CredentialDescription said, CredentialReturn returned)
    {
        var before = returned.Before;
        var credential = Credential.Create(holder.TenantId, holder.Id, said, run.Now);
        if (before is not null)
            credential.GoOn(before);
        run.Db.Credentials.Add(credential);
        run.Record(new AuditNote("credential.added", $"{run.Actor.Name} entered a credential of {holder.Key}: {credential.Label}.{(before?.RevokedAt is { } ended ? $" {(before.Label == credential.Label ? "It" : before.Label)} ended on {CredentialReading.Text(ended)}; its clock goes on." : returned.Another is { } why ? $" It is none of those that ended lately: {why}" : null)}")
        {
            Tenant = holder.TenantId,
            Integration = Work.Thing(holder),
            After = credential.Facts(),
            Facts = new Dictionary<string, string?> { ["credential"] = credential.Id.ToString(), ["goes_on_from"] = before?.Id.ToString(), ["another_because"] = returned.Another },
        });
        return credential;
    }

    /// <summary>Changes one and records what was otherwise.</summary>
    public static Result<Done> Redescribe(this Work run, Credential credential, CredentialDescription said, AuditNote about)
    {
        var before = credential.Facts();
        var changed = credential.Change(said);
        if (!changed.Succeeded)
            return changed;
        var after = credential.Facts();
        var keys = before.Keys.Where(key => before[key] != after[key]).ToList();
        run.Record(about with
        {
            Kind = "credential.changed",
            Sentence = $"{run.Actor.Name} changed what is known of a credential of {about.Integration?.Key}: {credential.Label}.",
            Before = keys.ToDictionary(key => key, key => before[key]),
            After = keys.ToDictionary(key => key, key => after[key]),
        });
        return default(Done);
    }
}

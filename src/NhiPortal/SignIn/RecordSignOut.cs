using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.SignIn;

/// <summary>Writes down that a person ended their session.</summary>
public sealed class RecordSignOut(UnitOfWork work)
{
    public async Task RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is null)
            return;
        await work.RunAsync<Done>(actor, "person.sign_out", run =>
        {
            run.Record(new AuditNote("person.signed_out", $"{actor.Name} signed out.") { Tenant = actor.Tenants?.FirstOrDefault() });
            return Task.FromResult<Result<Done>>(default(Done));
        }, cancellation);
    }
}

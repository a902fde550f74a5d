using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>Shows one event in full and records who looked; looking again within a few minutes is the same look.</summary>
public sealed class OpenAuditEvent(UnitOfWork work, AuditEventQuery events)
{
    public const string Read = "audit.read";

    public async Task<Result<AuditEventView>> RunAsync(Actor actor, Guid eventId, CancellationToken cancellation)
    {
        if (Permissions.Check(actor, Permission.ReadAudit) is { } refused)
            return await work.RunAsync<AuditEventView>(actor, "audit.read", _ => Task.FromResult<Result<AuditEventView>>(refused), cancellation);
        if (await events.RunAsync(actor, eventId, cancellation) is not { } view)
            return new Refusal("not_found", "There is no such event for you.");
        return await work.RunAsync<AuditEventView>(actor, "audit.read", async run =>
        {
            if (!await run.LookedAsync(Read, "event", eventId.ToString(), cancellation))
                run.Record(new AuditNote(Read, $"{actor.Name} opened the event “{AuditKinds.Words(view.Body.Kind)}” of {view.Body.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.")
                {
                    Tenant = view.Body.Tenant is { } tenant ? new TenantId(tenant) : null,
                    Facts = new Dictionary<string, string?> { ["event"] = eventId.ToString() },
                });
            return view;
        }, cancellation);
    }
}

using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>Shows one event in full and records who looked; looking again within a few minutes is the same look.</summary>
public sealed class OpenAuditEvent(UnitOfWork work, AuditEventQuery events)
{
    public const string Read = "audit.read";
    private const int Recent = 50;
    private static readonly TimeSpan SameLook = TimeSpan.FromMinutes(10);

    public async Task<Result<AuditEventView>> RunAsync(Actor actor, Guid eventId, CancellationToken cancellation)
    {
        if (Permissions.Check(actor, Permission.ReadAudit) is { } refused)
            return await work.RunAsync<AuditEventView>(actor, "audit.read", _ => Task.FromResult<Result<AuditEventView>>(refused), cancellation);
        if (await events.RunAsync(actor, eventId, cancellation) is not { } view)
            return new Refusal("not_found", "There is no such event for you.");
        return await work.RunAsync<AuditEventView>(actor, "audit.read", async run =>
        {
            if (!await SeenAsync(run, eventId, cancellation))
                run.Record(new AuditNote(Read, $"{actor.Name} opened the event “{AuditKinds.Words(view.Body.Kind)}” of {view.Body.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.")
                {
                    Tenant = view.Body.Tenant is { } tenant ? new TenantId(tenant) : null,
                    Facts = new Dictionary<string, string?> { ["event"] = eventId.ToString() },
                });
            return view;
        }, cancellation);
    }

    private static async Task<bool> SeenAsync(Work run, Guid eventId, CancellationToken cancellation)
    {
        var (reader, since) = (run.Actor.Id, run.Now - SameLook);
        var rows = await run.Db.AuditEvents.AsNoTracking().Where(e => e.ActorKind == ActorKind.Person && e.ActorId == reader).OrderByDescending(e => e.Id).Take(Recent)
            .Select(e => new { e.Kind, e.At, e.Body }).ToListAsync(cancellation);
        return rows.Exists(row => row.Kind == Read && row.At > since && AuditBody.Parse(row.Body).Facts?.GetValueOrDefault("event") == eventId.ToString());
    }
}

using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Channels;

/// <summary>One delivery as it stands: its attempts, the last answer, and when it is tried next.</summary>
public sealed record DeliveryRow(
    Guid Id, Guid EventId, string Kind, DeliveryState State, DateTimeOffset WrittenAt, int Attempts, DateTimeOffset? TriedAt, int? Answer, string? AnswerText, string? Fault, DateTimeOffset? NextAt)
{
    /// <summary>Of a stream: the first event of the run, and how many.</summary>
    public long? FirstLeaf { get; init; }

    public int Leaves { get; init; }
}

/// <summary>Events below a place have been told, of so many; halted when a run was given up.</summary>
public sealed record StreamStanding(long Told, long Size, bool Halted);

/// <summary>A channel in full, with one page of its deliveries. Never a key, never an address out of the settings.</summary>
public sealed record ChannelDetail(
    WebhookEndpointId Id, int Version, string Name, ChannelKind Kind, bool Active, string? Address, string? Setting, bool SettingIsThere, string? TenantKey, string? Tenant, string? Integration,
    IReadOnlyList<string> Events, int KeyNumber, DateTimeOffset KeyMadeAt, DateTimeOffset CreatedAt, string CreatedBy, bool Failing, IReadOnlyList<DeliveryRow> Deliveries, int Total)
{
    /// <summary>How far a stream has come; null for any other channel.</summary>
    public StreamStanding? Stream { get; init; }

    public bool FormerKeySigns(DateTimeOffset now) => KeyNumber > 1 && now < KeyMadeAt + WebhookEndpoint.FormerKeyCounts;
}

/// <summary>Reads a channel for administrators; null for everybody else, and when there is none.</summary>
public sealed class ChannelPageQuery(IDbContextFactory<PortalDb> databases, Notifications.NotificationSettings settings)
{
    public async Task<ChannelDetail?> RunAsync(Actor actor, Guid id, int skip, int take, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.Administer))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var asked = new WebhookEndpointId(id);
        var row = await db.WebhookEndpoints.AsNoTracking().Where(e => e.Id == asked).Select(e => new
        {
            Channel = e,
            Tenant = db.Tenants.Where(t => t.Id == e.TenantId).Select(t => new { t.Key, t.Name }).FirstOrDefault(),
            Integration = db.Integrations.Where(i => i.Id == e.IntegrationId).Select(i => i.Key).FirstOrDefault(),
            By = db.People.Where(p => p.Id == e.CreatedById).Select(p => p.Name).First(),
        }).SingleOrDefaultAsync(cancellation);
        if (row is null)
            return null;
        var own = db.Deliveries.AsNoTracking().Where(d => d.EndpointId == asked);
        var deliveries = await own.OrderByDescending(d => d.WrittenAt).ThenByDescending(d => d.Id).Skip(skip).Take(take)
            .Select(d => new DeliveryRow(d.Id, d.EventId, d.Kind, d.State, d.WrittenAt, d.Attempt, d.TriedAt, d.Answer, d.AnswerText, d.Fault, d.State == DeliveryState.Waiting ? d.DueAt : null) { FirstLeaf = d.FirstLeaf, Leaves = d.Leaves }).ToListAsync(cancellation);
        var c = row.Channel;
        return new(
            c.Id, c.Version, c.Name, c.Kind, c.Active, c.Address, c.Setting, settings.AddressOf(c.Setting) is not null || settings.FolderOf(c.Setting) is not null, row.Tenant?.Key, row.Tenant?.Name, row.Integration,
            c.Events, c.KeyNumber, c.KeyMadeAt, c.CreatedAt, row.By,
            c.Active && await own.AnyAsync(d => d.State == DeliveryState.Waiting && d.Tries > 0, cancellation), deliveries, await own.CountAsync(cancellation))
        {
            Stream = c.IsStream ? new(
                await own.Where(d => d.FirstLeaf != null && (d.State == DeliveryState.Waiting || d.State == DeliveryState.GivenUp) && d.FirstLeaf + d.Leaves == c.NextLeaf).MinAsync(d => d.FirstLeaf, cancellation) ?? c.NextLeaf,
                await db.LogStates.Select(state => state.Size).SingleAsync(cancellation),
                await own.AnyAsync(d => d.FirstLeaf != null && d.State == DeliveryState.GivenUp, cancellation)) : null,
        };
    }
}

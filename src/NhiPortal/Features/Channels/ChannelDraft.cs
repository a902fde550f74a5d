using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;
using NhiPortal.Domain.Integrations;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Channels;

/// <summary>A channel as a form describes it; tenant and integration by their keys.</summary>
public sealed record ChannelDraft
{
    public string? Kind { get; init; }
    public string? Name { get; init; }
    public string? Address { get; init; }
    public string? Setting { get; init; }
    public string? Tenant { get; init; }
    public string? Integration { get; init; }
    public IReadOnlyList<string> Events { get; init; } = [];
}

/// <summary>Judges what a channel's form says.</summary>
public sealed class ChannelTermsReading(NotificationSettings settings, OutsideRule outside)
{
    public async Task<Result<ChannelTerms>> ReadAsync(Work run, ChannelKind kind, ChannelDraft draft, CancellationToken cancellation)
    {
        var name = Text.Required(draft.Name, "The name", Text.Name, 2);
        if (!name.Succeeded)
            return name.Refusal;
        if (Where(kind, draft) is { } nowhere)
            return nowhere;
        var events = draft.Events.Distinct(StringComparer.Ordinal).ToList();
        if (kind.IsStream())
            events = [];
        else if (events.Count == 0 || events.Except(ChannelEvents.Kinds).Any())
            return new Refusal("events", "Choose at least one kind of event from the list.");
        var about = await AboutAsync(run, kind, draft, cancellation);
        if (!about.Succeeded)
            return about.Refusal;
        var (tenant, integration) = about.Value;
        if (integration is not null && !events.TrueForAll(ChannelEvents.ForCallback))
            return new Refusal("callback_events", "A callback hears of its own requests and grants only. Leave the other kinds out.");
        return kind.IsSigned()
            ? new ChannelTerms(name.Value, draft.Address!.Trim(), null, tenant, integration, events)
            : new ChannelTerms(name.Value, null, draft.Setting, tenant, null, events);
    }

    private Refusal? Where(ChannelKind kind, ChannelDraft draft)
    {
        if (kind == ChannelKind.SiemFile)
            return settings.FolderOf(draft.Setting) is null ? new("unknown_setting", "Choose a folder that the operator has set under Notifications:Files.") : null;
        if (!kind.IsSigned())
            return settings.AddressOf(draft.Setting) is null ? new("unknown_setting", "Choose a channel whose address the operator has set under Notifications:Channels.") : null;
        var text = draft.Address?.Trim();
        if (text is not { Length: > 0 and <= WebhookEndpoint.LongestAddress } || !Uri.TryCreate(text, UriKind.Absolute, out var address))
            return new("bad_address", $"Give the address as https://…, in at most {WebhookEndpoint.LongestAddress} characters.");
        // What stands behind a question mark is often a password, and none belongs in the database.
        return address.Query.Length > 0 ? new("plain_address", "The address must not hold a question mark: messages are signed, so it needs no token.") : outside.WhyNot(address);
    }

    private static async Task<Result<(TenantId?, IntegrationId?)>> AboutAsync(Work run, ChannelKind kind, ChannelDraft draft, CancellationToken cancellation)
    {
        TenantId? tenant = null;
        if (!string.IsNullOrWhiteSpace(draft.Tenant))
        {
            tenant = await run.Db.Tenants.Where(t => t.Key == draft.Tenant).Select(t => (TenantId?)t.Id).SingleOrDefaultAsync(cancellation);
            if (tenant is null)
                return new Refusal("unknown_tenant", "Choose a tenant from the list.");
        }

        var key = draft.Integration?.Trim();
        if (string.IsNullOrEmpty(key))
            return (tenant, null);
        if (kind != ChannelKind.Webhook)
            return new Refusal("callback_kind", "Only a signed webhook can be an integration's callback.");
        var bound = await run.Db.Integrations.Where(i => i.Key == key && i.Status != IntegrationStatus.Retired).Select(i => new { i.Id, i.TenantId }).SingleOrDefaultAsync(cancellation);
        return bound is null || (tenant is not null && bound.TenantId != tenant)
            ? new Refusal("unknown_integration", $"There is no integration “{Text.Kept(key, Text.Key)}” there.")
            : (bound.TenantId, bound.Id);
    }
}

using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Channels;

/// <summary>What a channel's form offers: tenants, and the names under which the operator set addresses of Teams and Slack, and folders.</summary>
public sealed record ChannelChoices(IReadOnlyList<(string Key, string Name)> Tenants, IReadOnlyList<string> Settings, IReadOnlyList<string> Folders);

/// <summary>Reads it for administrators; null for everybody else.</summary>
public sealed class ChannelChoicesQuery(IDbContextFactory<PortalDb> databases, Notifications.NotificationSettings settings)
{
    private const int MostTenants = 200;

    public async Task<ChannelChoices?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.Administer))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var tenants = await db.Tenants.AsNoTracking().OrderBy(t => t.Name).Take(MostTenants).Select(t => new { t.Key, t.Name }).ToListAsync(cancellation);
        return new([.. tenants.Select(t => (t.Key, t.Name))], [.. settings.Channels.Keys.Order(StringComparer.Ordinal)], [.. settings.Files.Keys.Where(name => settings.FolderOf(name) is not null).Order(StringComparer.Ordinal)]);
    }
}

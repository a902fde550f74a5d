using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;
using NhiPortal.Features.Channels;
using NhiPortal.Notifications;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Channels;

/// <summary>The small organisation with a receiver outside, and shorthand for channels.</summary>
internal sealed class ChannelScene(TestPortal portal, SmallOrganisation org, Receiver receiver) : IAsyncDisposable
{
    public const string Slack = "https://hooks.slack.example/services/T0/B0/very-secret";

    public TestPortal Portal => portal;

    public SmallOrganisation Org => org;

    public Receiver Receiver => receiver;

    public Actor Administrator => As(org.Staff, Role.Administrator);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ChannelScene> SetAsync(params string[] allowed)
    {
        var receiver = await Receiver.OpenAsync();
        var portal = await TestPortal.StartAsync(settings => settings with
        {
            PublicAddress = new Uri("https://nhi.example"),
            Notifications = new()
            {
                AllowedHosts = allowed.Length == 0 ? ["localhost"] : allowed,
                Channels = new Dictionary<string, NamedChannel> { ["team"] = new() { Url = receiver.Address }, ["slack"] = new() { Url = Slack } },
            },
        });
        return new(portal, await SmallOrganisation.CreateAsync(portal), receiver);
    }

    public ChannelDraft Draft(params string[] events) => new() { Kind = "Webhook", Name = "Hook", Address = receiver.Address, Events = events.Length == 0 ? [.. ChannelEvents.Kinds] : events };

    public async Task<ChannelMade> AddAsync(ChannelDraft draft) => (await portal.Get<AddChannel>().RunAsync(Administrator, draft, Stop)).Value;

    public Task<int> SendAsync() => portal.Get<SendDeliveries>().RunAsync(Stop);

    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync()
    {
        await using var db = portal.Db();
        return await db.Deliveries.AsNoTracking().OrderBy(d => d.Id).ToListAsync(Stop);
    }

    public async Task<int> RecordedAsync(string kind)
    {
        await using var db = portal.Db();
        return await db.AuditEvents.CountAsync(e => e.Kind == kind, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await receiver.DisposeAsync();
    }
}

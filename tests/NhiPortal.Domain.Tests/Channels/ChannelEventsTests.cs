using FsCheck.Fluent;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Domain.Tests.Channels;

/// <summary>A channel hears of what was chosen for it and of nothing else.</summary>
public sealed class ChannelEventsTests
{
    private static readonly Guid Home = new(1, 1, 0, new byte[8]), Other = new(2, 1, 0, new byte[8]), Sync = new(3, 1, 0, new byte[8]), Robot = new(4, 1, 0, new byte[8]);

    [Fact]
    public void Hears_OnlyWithinItsBounds_Always() => World.Holds(
        from chosen in Gen.Elements([.. ChannelEvents.Kinds]).ListOf(3)
        from tenant in Gen.Elements<Guid?>(null, Home, Other)
        from integration in Gen.Elements<Guid?>(null, Sync, Robot)
        from kind in Gen.Elements([.. ChannelEvents.Kinds, "person.signed_in", "request.approve.refused", "access.allowed"])
        from of in Gen.Elements(Home, Other)
        from about in Gen.Elements<Guid?>(null, Sync, Robot)
        from severity in Gen.Elements(null, "Low", "High", "Critical")
        from active in Gen.Elements(true, true, false)
        select (chosen, tenant, integration, kind, of, about, severity, active),
        x =>
        {
            var channel = Channel([.. x.chosen.Distinct()], x.tenant, x.integration);
            channel.Turn(x.active);
            var heard = channel.Hears(Told(x.kind, x.of, x.about, new Dictionary<string, string?> { ["severity"] = x.severity }));
            return heard == (x.active && x.chosen.Contains(x.kind) && (x.tenant is null || x.tenant == x.of) && (x.integration is null || x.integration == x.about)
                && (x.kind != "finding.opened" || x.severity == "Critical"));
        },
        3_000);

    [Fact]
    public void Test_GoesToTheChannelItNames_WhateverItHearsOf()
    {
        var (one, two) = (Channel(["grant.revoked"], Other, Robot), Channel(["grant.revoked"], null, null));
        var test = Told(ChannelEvents.Test, Home, null, new Dictionary<string, string?> { [ChannelEvents.Fact] = one.Id.ToString() });
        Assert.True(one.Hears(test));
        Assert.False(two.Hears(test));
        one.Turn(false);
        Assert.False(one.Hears(test));
    }

    [Fact]
    public void Key_Renewed_SignsBesideTheFormerForADay()
    {
        var channel = Channel(["request.asked"], null, null);
        Assert.Equal([1], channel.SigningKeys(World.Now));
        channel.RotateKey(World.Now.AddDays(9));
        Assert.Equal([2, 1], channel.SigningKeys(World.Now.AddDays(9).AddHours(23)));
        Assert.Equal([2], channel.SigningKeys(World.Now.AddDays(10)));
    }

    private static WebhookEndpoint Channel(IReadOnlyList<string> events, Guid? tenant, Guid? integration) => WebhookEndpoint.Create(
        ChannelKind.Webhook,
        new("Hook", "https://hook.example/", null, tenant is { } t ? new TenantId(t) : null, integration is { } i ? new IntegrationId(i) : null, events), World.People[0], World.Now);

    private static AuditBody Told(string kind, Guid tenant, Guid? integration, IReadOnlyDictionary<string, string?> facts) => new()
    {
        Id = new Guid(9, 9, 9, new byte[8]), At = World.Now, Kind = kind, Actor = new(ActorKind.Rule, Guid.Empty, "test"), Sentence = "Something happened.",
        Tenant = tenant, Integration = integration is { } id ? new(id, "hr-sync") : null, Facts = facts,
    };
}

using Microsoft.EntityFrameworkCore;
using NhiPortal.Features.Channels;

namespace NhiPortal.Tests.Features.Channels;

/// <summary>What an administrator does with channels: bounded, recorded, and without any secret left behind.</summary>
public sealed class ChannelActsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Wrong => new()
    {
        { "kind", "unknown_kind" }, { "kind as a number", "unknown_kind" }, { "no name", "too_short" }, { "long name", "too_long" }, { "no address", "bad_address" }, { "relative", "bad_address" },
        { "long address", "bad_address" }, { "http", "https_only" }, { "file", "https_only" }, { "password", "plain_address" }, { "token", "plain_address" }, { "fragment", "plain_address" },
        { "loopback", "leads_inside" }, { "metadata", "leads_inside" }, { "mapped", "leads_inside" }, { "decimal", "leads_inside" }, { "no events", "events" }, { "unknown event", "events" },
        { "tenant", "unknown_tenant" }, { "integration", "unknown_integration" }, { "integration elsewhere", "unknown_integration" }, { "callback of all", "callback_events" },
        { "teams without a setting", "unknown_setting" }, { "callback in teams", "callback_kind" }, { "name taken", "name_taken" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Add_WhatIsNot_IsRefusedAndChangesNothing(string what, string code)
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft() with { Name = "Taken" });
        var draft = scene.Draft("request.asked");
        var refused = (await scene.Portal.Get<AddChannel>().RunAsync(scene.Administrator, what switch
        {
            "kind" => draft with { Kind = "Fax" },
            "kind as a number" => draft with { Kind = "7" },
            "no name" => draft with { Name = " " },
            "long name" => draft with { Name = new string('x', 5000) },
            "no address" => draft with { Address = null },
            "relative" => draft with { Address = "hook.example/x" },
            "long address" => draft with { Address = "https://hook.example/" + new string('x', 5000) },
            "http" => draft with { Address = "http://hook.example/" },
            "file" => draft with { Address = "file:///etc/passwd" },
            "password" => draft with { Address = "https://user:secret@hook.example/" },
            "token" => draft with { Address = "https://hook.example/?token=secret" },
            "fragment" => draft with { Address = "https://hook.example/#x" },
            "loopback" => draft with { Address = "https://127.0.0.1/" },
            "metadata" => draft with { Address = "https://169.254.169.254/latest/meta-data" },
            "mapped" => draft with { Address = "https://[::ffff:10.0.0.1]/" },
            "decimal" => draft with { Address = "https://2130706433/" },
            "no events" => draft with { Events = [] },
            "unknown event" => draft with { Events = ["request.asked", "person.signed_in"] },
            "tenant" => draft with { Tenant = "nowhere" },
            "integration" => draft with { Integration = "nothing" },
            "integration elsewhere" => draft with { Integration = "hr-sync", Tenant = "other" },
            "callback of all" => draft with { Integration = "hr-sync", Events = ["request.asked", "finding.opened"] },
            "teams without a setting" => draft with { Kind = "Teams", Setting = "nothing" },
            "callback in teams" => draft with { Kind = "Teams", Setting = "team", Integration = "hr-sync" },
            _ => draft with { Name = "Taken" },
        }, Stop)).Refusal;
        Assert.Equal(code, refused?.Code);
        await using var db = scene.Portal.Db();
        Assert.Equal(1, await db.WebhookEndpoints.CountAsync(Stop));
        Assert.Equal(1, await scene.RecordedAsync("channel.add.refused"));
    }

    [Fact]
    public async Task Keys_AndAddressesOfTeamsAndSlack_AreInNoDatabaseAndNoRecord()
    {
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft());
        await scene.AddAsync(scene.Draft() with { Kind = "Slack", Name = "Slack", Setting = "slack", Address = null });
        var renewed = (await scene.Portal.Get<RotateChannelKey>().RunAsync(scene.Administrator, made.Id, "regular renewal", Stop)).Value;
        Assert.NotEqual(made.Key, renewed);
        await scene.Org.AskAsync();
        await scene.SendAsync();
        // While a connection is open, no other test's clean-up makes the files change.
        await using var db = scene.Portal.Db();
        await db.Database.OpenConnectionAsync(Stop);
        foreach (var secret in new[] { made.Key!, renewed, "very-secret" })
            foreach (var form in new[] { System.Text.Encoding.ASCII.GetBytes(secret), secret.StartsWith("whsec_", StringComparison.Ordinal) ? Convert.FromBase64String(secret["whsec_".Length..]) : [1, 2, 3, 4, 5, 6, 7, 8, 9] })
                Assert.All(await BytesAsync(scene.Portal.Folder), bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(form)));
    }

    [Fact]
    public async Task Key_IsTheSameOnEveryInstance_AndAnotherForEveryChannel()
    {
        await using var scene = await ChannelScene.SetAsync();
        var (one, two) = (await scene.AddAsync(scene.Draft()), await scene.AddAsync(scene.Draft() with { Name = "Two" }));
        await using var second = scene.Portal.Second();
        Assert.Equal(one.Key, second.Get<NhiPortal.Notifications.WebhookKeys>().Words(one.Id, 1));
        Assert.NotEqual(one.Key, two.Key);
        Assert.Equal(32, Convert.FromBase64String(one.Key!["whsec_".Length..]).Length);
    }

    [Fact]
    public async Task KeyRenewed_BothSignForADay_ThenTheNewOneAlone()
    {
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft("request.asked"));
        var renewed = (await scene.Portal.Get<RotateChannelKey>().RunAsync(scene.Administrator, made.Id, "regular renewal", Stop)).Value;
        await scene.Org.AskAsync();
        await scene.SendAsync();
        scene.Portal.Time.Advance(TimeSpan.FromHours(25));
        await scene.Org.AskAsync(SmallOrganisation.AddMember("u2"));
        await scene.SendAsync();
        var got = scene.Receiver.Got.ToArray();
        bool Genuine(string key, Received message, DateTimeOffset at) =>
            WebhooksDocumentTests.IsGenuine(key, message.Id, message.Headers["Webhook-Timestamp"], message.Headers["Webhook-Signature"], message.Body, at);
        var (then, now) = (scene.Portal.Now.AddHours(-25), scene.Portal.Now);
        Assert.Equal((true, true, false, true), (Genuine(made.Key!, got[0], then), Genuine(renewed, got[0], then), Genuine(made.Key!, got[1], now), Genuine(renewed, got[1], now)));
    }

    [Fact]
    public async Task Test_GoesToThatChannelAlone_AndSaysSo()
    {
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft("grant.revoked") with { Integration = "hr-sync" });
        await scene.AddAsync(scene.Draft() with { Name = "Another" });
        Assert.True((await scene.Portal.Get<SendTestEvent>().RunAsync(scene.Administrator, made.Id, Stop)).Succeeded);
        Assert.Equal(made.Id, Assert.Single(await scene.DeliveriesAsync()).EndpointId);
        await scene.SendAsync();
        Assert.Contains("nhiportal.channel.tested", System.Text.Encoding.UTF8.GetString(Assert.Single(scene.Receiver.Got).Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_SeenByTwo_TheSecondLooksAgain_AndTheRecordSaysWhatChanged()
    {
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft("request.asked"));
        var seen = (await scene.Portal.Get<ChannelPageQuery>().RunAsync(scene.Administrator, made.Id.Value, 0, 1, Stop))!.Version;
        var change = scene.Portal.Get<ChangeChannel>();
        Assert.True((await change.RunAsync(scene.Administrator, made.Id, seen, scene.Draft("request.denied"), Stop)).Succeeded);
        Assert.Equal("changed_meanwhile", (await change.RunAsync(scene.Administrator, made.Id, seen, scene.Draft("request.asked"), Stop)).Refusal?.Code);
        await using var db = scene.Portal.Db();
        var body = Domain.Audit.AuditBody.Parse(await db.AuditEvents.Where(e => e.Kind == "channel.changed").Select(e => e.Body).SingleAsync(Stop));
        Assert.Equal(("request.asked", "request.denied", 1), (body.Before!["events"], body.After!["events"], body.After.Count));
    }

    [Fact]
    public async Task Turn_NeedsAReason_AndComesBack()
    {
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft("request.asked"));
        var turn = scene.Portal.Get<TurnChannel>();
        Assert.Equal("too_short", (await turn.RunAsync(scene.Administrator, made.Id, false, "x", Stop)).Refusal?.Code);
        Assert.Equal("no_change", (await turn.RunAsync(scene.Administrator, made.Id, true, "it works again", Stop)).Refusal?.Code);
        Assert.True((await turn.RunAsync(scene.Administrator, made.Id, false, "the receiver is gone", Stop)).Succeeded);
        Assert.True((await turn.RunAsync(scene.Administrator, made.Id, true, "it works again", Stop)).Succeeded);
        await scene.Org.AskAsync();
        Assert.Equal(1, await scene.SendAsync());
    }

    [Fact]
    public async Task Replay_OfAnotherChannels_OrStillWaiting_IsRefused()
    {
        await using var scene = await ChannelScene.SetAsync();
        var (made, other) = (await scene.AddAsync(scene.Draft("request.asked")), await scene.AddAsync(scene.Draft("request.denied") with { Name = "Other" }));
        await scene.Org.AskAsync();
        var delivery = Assert.Single(await scene.DeliveriesAsync());
        var replay = scene.Portal.Get<ReplayDelivery>();
        Assert.Equal("still_waiting", (await replay.RunAsync(scene.Administrator, made.Id, delivery.Id, Stop)).Refusal?.Code);
        Assert.Equal("not_found", (await replay.RunAsync(scene.Administrator, other.Id, delivery.Id, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task Callbacks_OfOneIntegration_AreFew()
    {
        await using var scene = await ChannelScene.SetAsync();
        for (var i = 0; i < 5; i++)
            await scene.AddAsync(scene.Draft("request.asked") with { Name = $"Callback {i}", Integration = "hr-sync" });
        Assert.Equal("too_many", (await scene.Portal.Get<AddChannel>().RunAsync(scene.Administrator, scene.Draft("request.asked") with { Integration = "hr-sync" }, Stop)).Refusal?.Code);
    }

    private static async Task<IReadOnlyList<byte[]>> BytesAsync(string folder)
    {
        List<byte[]> all = [];
        foreach (var file in Directory.EnumerateFiles(folder, "nhiportal.db*"))
        {
            await using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await read.CopyToAsync(bytes, Stop);
            all.Add(bytes.ToArray());
        }

        return all;
    }
}

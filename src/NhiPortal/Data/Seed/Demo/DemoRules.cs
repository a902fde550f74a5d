using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Channels;
using NhiPortal.Domain.Policy;
using NhiPortal.Features.AccessRules;
using NhiPortal.Features.Channels;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Rules that are in force or being agreed on, and a channel that is turned off: nobody listens at its address.</summary>
internal static class DemoRules
{
    private const string Pack = """
        {
          "rules": [
            { "name": "Vendors touch no chief's account", "answer": "deny", "when": { "all": [
              { "equals": { "subject.kind": "vendor_operated" } }, { "prefix": { "resource.id": "chief-" } } ] } },
            { "name": "Recovery groups take people", "answer": "needs_approval", "when": { "all": [
              { "equals": { "action.name": "group.add_member" } }, { "prefix": { "resource.id": "Directory Recovery" } } ] } }
          ],
          "tests": [
            { "name": "the helpdesk and a chief", "subject": { "kind": "vendor_operated" }, "action": { "name": "account.unlock" }, "resource": { "id": "chief-1" }, "expect": "deny" },
            { "name": "the helpdesk and anybody else", "subject": { "kind": "vendor_operated" }, "action": { "name": "account.unlock" }, "resource": { "id": "n.kaya" }, "expect": "none" }
          ]
        }
        """;

    public static void Plan(DemoWorld world)
    {
        world.Line.At(world.Now.AddHours(-30), at => PublishRules(world, at));
        world.Line.At(world.Now.AddHours(-5), at => AskForSecond(world, at));
        world.Line.At(world.Now.AddHours(-4), at => AddChannel(world, at));
    }

    private static void PublishRules(DemoWorld world, DateTimeOffset at)
    {
        var (by, tenant) = (world.As("priya"), world.Tenants["brunnvik"]);
        var draft = AccessRuleDraft.Start(tenant.Id, null);
        draft.Save(RulePack.Parse(Pack).Value, by.Person!.Value, at);
        var version = draft.Publish(null, by.Person.Value, "Agreed with the board's assistant after the call of 3 March.", at).Value;
        world.AccessRules.Add(version);
        world.Record(by, at, new AuditNote("access_rules.published", $"{by.Name} published version {version.Number} of the access rules of {tenant.Name}.")
        {
            Tenant = tenant.Id,
            After = AccessRuleActs.Facts(version.Pack),
            Facts = new Dictionary<string, string?> { ["version"] = "1", ["reason"] = version.Reason, ["asked_by"] = version.PublishedById.ToString(), ["written_by"] = by.Id.ToString() },
        });
    }

    private static void AskForSecond(DemoWorld world, DateTimeOffset at)
    {
        var (by, inForce) = (world.As("elena"), world.Policies[^1]);
        var draft = PolicyDraft.Start(inForce);
        draft.Save([.. inForce.Rules.Select(rule => rule.Name == "Scripted, everything else" ? rule with { LongestGrantMinutes = rule.LongestGrantMinutes + 120 } : rule)], by.Person!.Value, at);
        draft.Ask(by.Person.Value, "The weekly copy to the second site takes ten hours since the move.", at);
        world.Drafts.Add(draft);
        world.Record(by, at, new AuditNote("policy.publish_asked", $"{by.Name} asked for a second person to publish policy version {draft.BasedOn + 1}, which asks for less than version {inForce.Number}.")
        {
            Facts = new Dictionary<string, string?> { ["reason"] = draft.AskReason },
        });
    }

    private static void AddChannel(DemoWorld world, DateTimeOffset at)
    {
        var (by, tenant) = (world.As("elena"), world.Tenants["brunnvik"]);
        var channel = WebhookEndpoint.Create(
            ChannelKind.Webhook, new("Security event collector", "https://events.brunnvik.example/nhiportal", null, tenant.Id, null, ["request.asked", "request.approved", "request.denied", "grant.revoked", "break_glass.used"]), by.Person!.Value, at);
        channel.Turn(false);
        world.Channels.Add(channel);
        world.Record(by, at, new AuditNote("channel.added", $"{by.Name} added the channel {channel.Name}.") { Tenant = tenant.Id, After = ChannelAct.Words(channel), Facts = new Dictionary<string, string?> { [ChannelEvents.Fact] = channel.Id.ToString() } });
        world.Record(by, at, new AuditNote("channel.turned_off", $"{by.Name} turned the channel {channel.Name} off.") { Tenant = tenant.Id, Facts = new Dictionary<string, string?> { [ChannelEvents.Fact] = channel.Id.ToString() } });
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Tenants;

namespace NhiPortal.Data.Mapping;

internal sealed class ChannelMapping : IEntityTypeConfiguration<WebhookEndpoint>, IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> endpoint)
    {
        endpoint.ToTable("WebhookEndpoints");
        endpoint.Property(e => e.Name).HasMaxLength(Text.Name);
        endpoint.Property(e => e.Address).HasMaxLength(WebhookEndpoint.LongestAddress);
        endpoint.Property(e => e.Setting).HasMaxLength(Text.Key);
        endpoint.Property(e => e.Events).HasConversion<JsonList<string>, JsonListComparer<string>>().HasMaxLength(1000);
        endpoint.Property(e => e.Version).IsConcurrencyToken();
        endpoint.HasIndex(e => e.Name).IsUnique();
        endpoint.HasOne<Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Restrict);
        endpoint.HasOne<Integration>().WithMany().HasForeignKey(e => e.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        endpoint.HasOne<Person>().WithMany().HasForeignKey(e => e.CreatedById).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Delivery> delivery)
    {
        delivery.ToTable("Deliveries");
        delivery.Property(d => d.Kind).HasMaxLength(Text.Key);
        delivery.Property(d => d.AnswerText).HasMaxLength(Delivery.LongestText);
        delivery.Property(d => d.Fault).HasMaxLength(40);
        delivery.Property(d => d.Version).IsConcurrencyToken();
        // An event goes to a channel as one delivery, whoever writes it down.
        delivery.HasIndex(d => new { d.EndpointId, d.EventId }).IsUnique();
        delivery.HasIndex(d => new { d.State, d.DueAt, d.EndpointId });
        delivery.HasIndex(d => new { d.EndpointId, d.WrittenAt, d.Id });
        delivery.HasIndex(d => new { d.EndpointId, d.State, d.EndedAt });
        delivery.HasIndex(d => d.EndedAt);
        delivery.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.EndpointId).OnDelete(DeleteBehavior.Cascade);
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class OneInboxIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_OwnerId_PeerId_Cursor",
                table: "InboxEntries");

            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_Unread",
                table: "InboxEntries");

            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_Waiting",
                table: "InboxEntries");

            migrationBuilder.AddColumn<int>(
                name: "State",
                table: "InboxEntries",
                type: "integer",
                nullable: false,
                computedColumnSql: "CASE WHEN NOT \"Incoming\" THEN 2 WHEN \"DeliveredUtc\" IS NULL THEN 0 WHEN \"ReadUtc\" IS NULL THEN 1 ELSE 2 END",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_OwnerId_State_PeerId_Cursor",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "State", "PeerId", "Cursor" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_OwnerId_State_PeerId_Cursor",
                table: "InboxEntries");

            migrationBuilder.DropColumn(
                name: "State",
                table: "InboxEntries");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_OwnerId_PeerId_Cursor",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" });

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_Unread",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" },
                filter: "\"ReadUtc\" IS NULL AND \"DeliveredUtc\" IS NOT NULL AND \"Incoming\"");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_Waiting",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" },
                filter: "\"DeliveredUtc\" IS NULL AND \"Incoming\"");
        }
    }
}

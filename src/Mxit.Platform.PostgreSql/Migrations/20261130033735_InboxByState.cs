using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class InboxByState : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_InboxEntries",
                table: "InboxEntries");

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

            migrationBuilder.AddPrimaryKey(
                name: "PK_InboxEntries",
                table: "InboxEntries",
                column: "Cursor");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_OwnerId_PeerId_Cursor",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" },
                filter: "\"State\" <> 0");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_State_OwnerId_Cursor_PeerId",
                table: "InboxEntries",
                columns: new[] { "State", "OwnerId", "Cursor", "PeerId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_InboxEntries",
                table: "InboxEntries");

            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_OwnerId_PeerId_Cursor",
                table: "InboxEntries");

            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_State_OwnerId_Cursor_PeerId",
                table: "InboxEntries");

            migrationBuilder.DropColumn(
                name: "State",
                table: "InboxEntries");

            migrationBuilder.AddPrimaryKey(
                name: "PK_InboxEntries",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "Cursor" });

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
